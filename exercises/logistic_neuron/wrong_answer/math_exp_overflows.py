"""Title: math.exp stops with an OverflowError for very negative z.
Nudge: What does math.exp(1000) do, and what does np.exp(1000)?
Hint: Where z < 0 use exp(z) / (1 + exp(z)), so that exp never sees a large positive number.
Explanation: e^1000 is no float64: NumPy gives inf, Python's math.exp raises OverflowError. At z = -1000 the answer
    is 0. Choose the form by the sign of z: 1 / (1 + e^-z) for z ≥ 0, e^z / (1 + e^z) for z < 0.
Stage: properties
"""

import math

import numpy as np


def forward(w, x):
    z = w[0] * x[0] + w[1] * x[1] + w[2]
    return 1.0 / (1.0 + math.exp(-z))


def backward(grad_output, w, x):
    s = forward(w, x)
    dz = grad_output * s * (1.0 - s)
    dw = dz * np.array([x[0], x[1], 1.0])
    dx = dz * w[:2]
    return dw, dx
