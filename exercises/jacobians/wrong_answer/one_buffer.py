"""Title: jacobian_sigmoid writes into one matrix that it keeps between calls and never clears.
Nudge: What is left in the matrix from the call before?
Hint: Make a new matrix in every call.
Explanation: A matrix that outlives the call still holds the numbers of the last point of that size, and adding to
    them gives the sum of both Jacobians. np.zeros inside the function starts afresh.
Stage: properties
"""

import numpy as np

buffers = {}


def jacobian_identity(x):
    return np.eye(len(x))


def jacobian_linear(weight, x):
    return weight.copy()


def jacobian_sigmoid(x):
    n = len(x)
    jacobian = buffers.setdefault(n, np.zeros((n, n)))
    s = 1.0 / (1.0 + np.exp(-x))
    for i in range(n):
        jacobian[i, i] += s[i] * (1.0 - s[i])
    return jacobian.copy()


def jacobian_softmax(x):
    exp = np.exp(x - x.max())
    p = exp / exp.sum()
    return np.diag(p) - np.outer(p, p)
