"""Title: exp(z) / (1 + exp(z)) is nan for large z.
Nudge: What is the output when z is 1000?
Hint: exp(1000) is infinite, and infinity divided by infinity is nan. Write 1 / (1 + exp(-z)).
Explanation: Both forms are the same function, but not in floating point: e^z overflows at z > 709, and inf / inf is
    nan. 1 / (1 + e^-z) becomes 1 / (1 + 0) = 1 there, and 1 / inf = 0 at the other end.
Stage: properties
"""

import numpy as np


def forward(w, x):
    z = w[0] * x[0] + w[1] * x[1] + w[2]
    return np.exp(z) / (1.0 + np.exp(z))


def backward(grad_output, w, x):
    s = forward(w, x)
    dz = grad_output * s * (1.0 - s)
    dw = dz * np.array([x[0], x[1], 1.0])
    dx = dz * w[:2]
    return dw, dx
