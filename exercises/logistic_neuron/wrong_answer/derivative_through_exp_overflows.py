"""Title: exp(-z) / (1 + exp(-z))² is nan for very negative z.
Nudge: What is exp(-z) when z is -1000, and what is its square?
Hint: Use the output: s * (1 - s) never overflows.
Explanation: b / c² is the right derivative, but at z = -1000 both b and c² are infinite, and inf / inf is nan.
    Written with the output, s (1 - s) = 0 · 1 = 0, it is safe everywhere.
Stage: properties
"""

import numpy as np


def forward(w, x):
    z = w[0] * x[0] + w[1] * x[1] + w[2]
    return 1.0 / (1.0 + np.exp(-z))


def backward(grad_output, w, x):
    z = w[0] * x[0] + w[1] * x[1] + w[2]
    b = np.exp(-z)
    dz = grad_output * b / (1.0 + b) ** 2
    dw = dz * np.array([x[0], x[1], 1.0])
    dx = dz * w[:2]
    return dw, dx
