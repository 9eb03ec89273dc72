"""Title: The exponent is +z instead of -z.
Nudge: Does the output grow or shrink when z grows?
Hint: The sigmoid rises: s = 1 / (1 + exp(-z)), with a minus in the exponent.
Explanation: 1 / (1 + e^z) is sigmoid(-z) = 1 - s, which falls. In the worked example, z = 1, it gives 0.268941
    instead of 0.731059.
Stage: forward
"""

import numpy as np


def forward(w, x):
    z = w[0] * x[0] + w[1] * x[1] + w[2]
    return 1.0 / (1.0 + np.exp(z))


def backward(grad_output, w, x):
    s = forward(w, x)
    dz = grad_output * s * (1.0 - s)
    dw = dz * np.array([x[0], x[1], 1.0])
    dx = dz * w[:2]
    return dw, dx
