"""Title: The gradient of the bias is zero.
Nudge: If w[2] grows by a little, does the output change?
Hint: The bias is added to z, and the derivative of a sum with respect to one of its terms is 1.
Explanation: z = x0 w0 + x1 w1 + w2 moves one to one with w2, so dw[2] = dz * 1. The bias has no input of its own;
    that makes its factor the constant 1, not 0.
Stage: backward
"""

import numpy as np


def forward(w, x):
    z = w[0] * x[0] + w[1] * x[1] + w[2]
    return 1.0 / (1.0 + np.exp(-z))


def backward(grad_output, w, x):
    s = forward(w, x)
    dz = grad_output * s * (1.0 - s)
    dw = dz * np.array([x[0], x[1], 0.0])
    dx = dz * w[:2]
    return dw, dx
