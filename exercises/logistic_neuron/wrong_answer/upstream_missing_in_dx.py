"""Title: grad_output is missing in dx.
Nudge: Which of the two gradients doubles when grad_output doubles?
Hint: dx comes from the same gradient at z as dw, and that contains grad_output.
Explanation: dx = dz * (w0, w1) with dz = grad_output * s * (1 - s), the same dz as in dw. Compute it once and use
    it for both.
Stage: backward
"""

import numpy as np


def forward(w, x):
    z = w[0] * x[0] + w[1] * x[1] + w[2]
    return 1.0 / (1.0 + np.exp(-z))


def backward(grad_output, w, x):
    s = forward(w, x)
    slope = s * (1.0 - s)
    dw = grad_output * slope * np.array([x[0], x[1], 1.0])
    dx = slope * w[:2]
    return dw, dx
