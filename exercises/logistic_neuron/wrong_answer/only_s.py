"""Title: The factor 1 - s is missing in the derivative of the sigmoid.
Nudge: What is the slope where the neuron is saturated, with an output near 1?
Hint: The derivative is s * (1 - s), not s.
Explanation: Near s = 1 the curve is flat, so its slope must go to 0; s alone goes to 1. ds/dz = b / c² = (1/c) ·
    (b/c) = s (1 - s).
Stage: backward
"""

import numpy as np


def forward(w, x):
    z = w[0] * x[0] + w[1] * x[1] + w[2]
    return 1.0 / (1.0 + np.exp(-z))


def backward(grad_output, w, x):
    s = forward(w, x)
    dz = grad_output * s
    dw = dz * np.array([x[0], x[1], 1.0])
    dx = dz * w[:2]
    return dw, dx
