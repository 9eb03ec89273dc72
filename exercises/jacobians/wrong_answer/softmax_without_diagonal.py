"""Title: The term diag(p) is missing: the Jacobian is only -p pᵀ.
Nudge: Does p_0 grow or shrink when x_0 grows?
Hint: On the diagonal stands p_i (1 - p_i), which is positive.
Explanation: The numerator e^x_i depends on x_i too and gives p_i on the diagonal: J = diag(p) - p pᵀ. Without it a
    larger x_i would make p_i smaller.
Stage: forward
"""

import numpy as np


def jacobian_identity(x):
    return np.eye(len(x))


def jacobian_linear(weight, x):
    return weight.copy()


def jacobian_sigmoid(x):
    s = 1.0 / (1.0 + np.exp(-x))
    return np.diag(s * (1.0 - s))


def jacobian_softmax(x):
    exp = np.exp(x - x.max())
    p = exp / exp.sum()
    return -np.outer(p, p)
