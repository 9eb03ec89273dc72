"""Title: The gradient of the bias is multiplied by an input.
Nudge: Which input is w[2] multiplied by in forward?
Hint: The input that belongs to the bias is the constant 1.
Explanation: dw[i] is dz times what w[i] is multiplied by in z = x0 w0 + x1 w1 + w2 · 1: x0, x1 and 1. The third is
    dz alone, whatever x is.
Stage: backward
"""

import numpy as np


def forward(w, x):
    z = w[0] * x[0] + w[1] * x[1] + w[2]
    return 1.0 / (1.0 + np.exp(-z))


def backward(grad_output, w, x):
    s = forward(w, x)
    dz = grad_output * s * (1.0 - s)
    dw = dz * np.array([x[0], x[1], x[1]])
    dx = dz * w[:2]
    return dw, dx
