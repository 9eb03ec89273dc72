"""Title: Both gradients come back in one array of five numbers.
Nudge: How many arrays does the statement ask for, and of which shapes?
Hint: Return the tuple (dw, dx) instead of joining the two.
Explanation: dw has the shape of w, (3,), and dx that of x, (2,). Joined into one array, the caller can no longer
    unpack them as dw, dx = backward(...).
Stage: backward
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
    return np.concatenate([dw, dx])
