"""Title: The Jacobian of the identity is a vector of ones.
Nudge: Which shape does a Jacobian of three outputs and three inputs have?
Hint: The ones belong on the diagonal of a matrix of shape (n, n).
Explanation: A vector of n ones is the diagonal alone. Element-by-element code may work with it, but the Jacobian is
    the matrix: np.eye(n).
Stage: forward
"""

import numpy as np


def jacobian_identity(x):
    return np.ones(len(x))


def jacobian_linear(weight, x):
    return weight.copy()


def jacobian_sigmoid(x):
    s = 1.0 / (1.0 + np.exp(-x))
    return np.diag(s * (1.0 - s))


def jacobian_softmax(x):
    exp = np.exp(x - x.max())
    p = exp / exp.sum()
    return np.diag(p) - np.outer(p, p)
