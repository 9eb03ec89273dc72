"""Title: The exponentials are not divided by their sum.
Nudge: What do the outputs of a softmax add up to?
Hint: p = exp / exp.sum(); the Jacobian is built from p.
Explanation: J = diag(p) - p pᵀ holds for probabilities, which add up to 1. With e^x in their place, neither the
    entries nor the row sums, which must be 0, are right.
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
    p = exp
    return np.diag(p) - np.outer(p, p)
