"""Title: The softmax's Jacobian has the wrong sign.
Nudge: Does p_0 grow or shrink when x_0 grows?
Hint: It is diag(p) - outer(p, p), in this order.
Explanation: A larger x_i makes p_i larger: the diagonal p_i (1 - p_i) is positive and the rest, -p_i p_j, negative.
    p pᵀ - diag(p) is the negative of that.
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
    return np.outer(p, p) - np.diag(p)
