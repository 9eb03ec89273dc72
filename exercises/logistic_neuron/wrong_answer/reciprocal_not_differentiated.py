"""Title: The derivative of 1 / c is missing: the slope becomes exp(-z).
Nudge: What is the local derivative of each of the four operations between z and s?
Hint: The division passes on the gradient times -1 / c².
Explanation: s = 1/c has the derivative -1/c² = -s². Without it the slope is e^-z, which grows without bound for
    negative z; with it, e^-z / c² = s (1 - s), never more than 1/4.
Stage: backward
"""

import numpy as np


def forward(w, x):
    z = w[0] * x[0] + w[1] * x[1] + w[2]
    return 1.0 / (1.0 + np.exp(-z))


def backward(grad_output, w, x):
    z = w[0] * x[0] + w[1] * x[1] + w[2]
    dz = grad_output * np.exp(-z)
    dw = dz * np.array([x[0], x[1], 1.0])
    dx = dz * w[:2]
    return dw, dx
