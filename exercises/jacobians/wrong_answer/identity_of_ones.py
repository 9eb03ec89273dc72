"""Title: The Jacobian of the identity is ones everywhere.
Nudge: Does y_0 change when x_1 grows?
Hint: Output i depends on input i alone: ones on the diagonal, zeros elsewhere.
Explanation: dy_i/dx_j = 1 only where i = j. A full matrix of ones belongs to a function whose every output is the
    sum of all inputs.
Stage: forward
"""

import numpy as np


def jacobian_identity(x):
    return np.ones((len(x), len(x)))


def jacobian_linear(weight, x):
    return weight.copy()


def jacobian_sigmoid(x):
    s = 1.0 / (1.0 + np.exp(-x))
    return np.diag(s * (1.0 - s))


def jacobian_softmax(x):
    exp = np.exp(x - x.max())
    p = exp / exp.sum()
    return np.diag(p) - np.outer(p, p)
