"""Title: backward takes a step of gradient descent and changes the caller's w.
Nudge: What does w look like after backward has run?
Hint: backward only computes gradients; the step belongs to the optimizer.
Explanation: w -= 0.1 * dw writes into the caller's array: the gradients are right, but a second call already starts
    elsewhere. Return (dw, dx) and leave w as it is.
Stage: properties
"""

import numpy as np


def forward(w, x):
    z = w[0] * x[0] + w[1] * x[1] + w[2]
    return 1.0 / (1.0 + np.exp(-z))


def backward(grad_output, w, x):
    s = forward(w, x)
    dz = grad_output * s * (1.0 - s)
    dw = dz * np.array([x[0], x[1], 1.0])
    dx = dz * w[:2]
    w -= 0.1 * dw
    return dw, dx
