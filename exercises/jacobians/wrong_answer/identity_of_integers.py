"""Title: The Jacobian of the identity is an array of integers.
Nudge: Which dtype do derivatives have here?
Hint: np.eye(n) gives float64 by itself; leave out the dtype.
Explanation: The numbers are right, but a gradient written into an integer array later loses everything behind the
    decimal point. All arrays are float64: np.eye(n).
Stage: forward
"""

import numpy as np


def jacobian_identity(x):
    return np.eye(len(x), dtype=int)


def jacobian_linear(weight, x):
    return weight.copy()


def jacobian_sigmoid(x):
    s = 1.0 / (1.0 + np.exp(-x))
    return np.diag(s * (1.0 - s))


def jacobian_softmax(x):
    exp = np.exp(x - x.max())
    p = exp / exp.sum()
    return np.diag(p) - np.outer(p, p)
