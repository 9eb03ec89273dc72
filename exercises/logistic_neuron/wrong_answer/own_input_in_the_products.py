"""Title: dw contains w, and dx contains x.
Nudge: Which of the two inputs of a product shows up in its derivative?
Hint: A product gives each input the gradient times the other one: dw contains x, dx contains w.
Explanation: From x0 w0 follow d/dw0 = x0 and d/dx0 = w0. So dw = dz * (x0, x1, 1) and dx = dz * (w0, w1).
Stage: backward
"""

import numpy as np


def forward(w, x):
    z = w[0] * x[0] + w[1] * x[1] + w[2]
    return 1.0 / (1.0 + np.exp(-z))


def backward(grad_output, w, x):
    s = forward(w, x)
    dz = grad_output * s * (1.0 - s)
    dw = dz * np.array([w[0], w[1], 1.0])
    dx = dz * x
    return dw, dx
