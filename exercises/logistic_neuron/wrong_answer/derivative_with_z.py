"""Title: The derivative of the sigmoid is computed from z instead of the output s.
Nudge: Can the slope of the sigmoid be negative?
Hint: The short form s * (1 - s) needs the output of the sigmoid, not its input.
Explanation: ds/dz = s (1 - s) with s = 1 / (1 + e^-z), always between 0 and 1/4. z (1 - z) is another function: 0
    at z = 1, where the slope is 0.196612, and negative beyond.
Stage: backward
"""

import numpy as np


def forward(w, x):
    z = w[0] * x[0] + w[1] * x[1] + w[2]
    return 1.0 / (1.0 + np.exp(-z))


def backward(grad_output, w, x):
    z = w[0] * x[0] + w[1] * x[1] + w[2]
    dz = grad_output * z * (1.0 - z)
    dw = dz * np.array([x[0], x[1], 1.0])
    dx = dz * w[:2]
    return dw, dx
