"""Title: The derivative of the exponential is missing: the slope becomes s².
Nudge: What is the local derivative of each of the four operations between z and s?
Hint: The exponential multiplies the gradient by its own output, exp(-z).
Explanation: b = e^a has the derivative b. Without it the product is (-1/c²) · (-1) = s²; with it, b / c² = s (1 -
    s). The two are equal only at z = 0, where b = 1.
Stage: backward
"""

import numpy as np


def forward(w, x):
    z = w[0] * x[0] + w[1] * x[1] + w[2]
    return 1.0 / (1.0 + np.exp(-z))


def backward(grad_output, w, x):
    s = forward(w, x)
    dz = grad_output * s**2
    dw = dz * np.array([x[0], x[1], 1.0])
    dx = dz * w[:2]
    return dw, dx
