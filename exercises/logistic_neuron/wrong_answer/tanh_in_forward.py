"""Title: The activation is tanh instead of the sigmoid.
Nudge: What is the output when z is zero?
Hint: The logistic function runs from 0 to 1 and is 1/2 at z = 0.
Explanation: tanh runs from -1 to 1. The two are relatives, s = (1 + tanh(z / 2)) / 2, but not the same: at z = 1
    the logistic function gives 0.731059 and tanh gives 0.761594.
Stage: forward
"""

import numpy as np


def forward(w, x):
    z = w[0] * x[0] + w[1] * x[1] + w[2]
    return np.tanh(z)


def backward(grad_output, w, x):
    s = forward(w, x)
    dz = grad_output * (1.0 - s**2)
    dw = dz * np.array([x[0], x[1], 1.0])
    dx = dz * w[:2]
    return dw, dx
