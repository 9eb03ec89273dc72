"""Title: z is clipped to [-10, 10], so the neuron never saturates.
Nudge: What is the output when z is -1000, to ten digits?
Hint: Leave z as it is: 1 / (1 + exp(-z)) gives 0 and 1 at the ends by itself.
Explanation: Clipping hides the overflow by computing another function: beyond 10 it stays at 0.99995 and its slope
    at 4.5e-5, where s is 1 and the slope 0. np.exp may overflow to infinity here without harm, since 1 / inf = 0.
Stage: properties
"""

import numpy as np


def forward(w, x):
    z = np.clip(w[0] * x[0] + w[1] * x[1] + w[2], -10.0, 10.0)
    return 1.0 / (1.0 + np.exp(-z))


def backward(grad_output, w, x):
    s = forward(w, x)
    dz = grad_output * s * (1.0 - s)
    dw = dz * np.array([x[0], x[1], 1.0])
    dx = dz * w[:2]
    return dw, dx
