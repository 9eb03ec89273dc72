"""Title: The softmax is taken twice before it is differentiated.
Nudge: What goes into the formula diag(p) - p pᵀ: x, p, or something made of p?
Hint: p is the softmax of x, once.
Explanation: The softmax of probabilities is nearly uniform, since they all lie between 0 and 1. J = diag(p) - p pᵀ
    with p = softmax(x).
Stage: forward
"""

import numpy as np


def softmax(x):
    exp = np.exp(x - x.max())
    return exp / exp.sum()


def jacobian_identity(x):
    return np.eye(len(x))


def jacobian_linear(weight, x):
    return weight.copy()


def jacobian_sigmoid(x):
    s = 1.0 / (1.0 + np.exp(-x))
    return np.diag(s * (1.0 - s))


def jacobian_softmax(x):
    p = softmax(softmax(x))
    return np.diag(p) - np.outer(p, p)
