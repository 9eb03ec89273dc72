"""Title: All rows of the sigmoid's Jacobian are the same.
Nudge: What does s * (1 - s) times a matrix of ones look like, row by row?
Hint: Multiply by the identity matrix, not by ones, or use np.diag.
Explanation: Row i must hold only the derivative of output i, in column i. (s * (1 - s)) * np.eye(n) keeps the
    diagonal and zeros the rest.
Stage: forward
"""

import numpy as np


def jacobian_identity(x):
    return np.eye(len(x))


def jacobian_linear(weight, x):
    return weight.copy()


def jacobian_sigmoid(x):
    s = 1.0 / (1.0 + np.exp(-x))
    return np.ones((len(x), len(x))) * (s * (1.0 - s))


def jacobian_softmax(x):
    exp = np.exp(x - x.max())
    p = exp / exp.sum()
    return np.diag(p) - np.outer(p, p)
