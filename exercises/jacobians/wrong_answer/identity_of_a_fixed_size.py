"""Title: The Jacobian of the identity always has the size of the first x.
Nudge: What comes back for a vector of another length?
Hint: Build the matrix from len(x) in every call; keep nothing between calls.
Explanation: n is the length of the x of this very call, and the Jacobian has shape (n, n). What is computed once
    and kept fits the first point only.
Stage: forward
"""

import numpy as np

kept = []


def jacobian_identity(x):
    if not kept:
        kept.append(np.eye(len(x)))
    return kept[0]


def jacobian_linear(weight, x):
    return weight.copy()


def jacobian_sigmoid(x):
    s = 1.0 / (1.0 + np.exp(-x))
    return np.diag(s * (1.0 - s))


def jacobian_softmax(x):
    exp = np.exp(x - x.max())
    p = exp / exp.sum()
    return np.diag(p) - np.outer(p, p)
