"""Title: The rows of the linear map's Jacobian are added up.
Nudge: How many outputs does the linear map have, and how many rows should there be?
Hint: Keep one row for each output: the Jacobian is weight, of shape (m, n).
Explanation: weight.sum(axis=0) is the gradient of the sum of all outputs, of shape (n,). The Jacobian keeps the
    gradients of the single outputs apart, one in each row.
Stage: forward
"""

import numpy as np


def jacobian_identity(x):
    return np.eye(len(x))


def jacobian_linear(weight, x):
    return weight.sum(axis=0)


def jacobian_sigmoid(x):
    s = 1.0 / (1.0 + np.exp(-x))
    return np.diag(s * (1.0 - s))


def jacobian_softmax(x):
    exp = np.exp(x - x.max())
    p = exp / exp.sum()
    return np.diag(p) - np.outer(p, p)
