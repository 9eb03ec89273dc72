"""Title: The sigmoid's Jacobian has the wrong sign.
Nudge: Does the sigmoid rise or fall?
Hint: The derivative is s * (1 - s), not s * (s - 1).
Explanation: s lies between 0 and 1, so s (1 - s) is positive: the sigmoid rises everywhere. s (s - 1) is its
    negative.
Stage: forward
"""

import numpy as np


def jacobian_identity(x):
    return np.eye(len(x))


def jacobian_linear(weight, x):
    return weight.copy()


def jacobian_sigmoid(x):
    s = 1.0 / (1.0 + np.exp(-x))
    return np.diag(s * (s - 1.0))


def jacobian_softmax(x):
    exp = np.exp(x - x.max())
    p = exp / exp.sum()
    return np.diag(p) - np.outer(p, p)
