"""Title: The Jacobian of the sigmoid is a vector, not a matrix.
Nudge: Which shape does a Jacobian of three outputs and three inputs have?
Hint: Put the derivatives on the diagonal of a matrix: np.diag.
Explanation: s (1 - s) are the derivatives dy_i/dx_i. All others are zero, but they are entries of the Jacobian too:
    np.diag(s * (1 - s)), of shape (n, n).
Stage: forward
"""

import numpy as np


def jacobian_identity(x):
    return np.eye(len(x))


def jacobian_linear(weight, x):
    return weight.copy()


def jacobian_sigmoid(x):
    s = 1.0 / (1.0 + np.exp(-x))
    return s * (1.0 - s)


def jacobian_softmax(x):
    exp = np.exp(x - x.max())
    p = exp / exp.sum()
    return np.diag(p) - np.outer(p, p)
