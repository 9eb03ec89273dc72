"""Title: The outer product is taken element by element: p * p instead of p pᵀ.
Nudge: Which shape does p * p have, and how is it subtracted from a matrix?
Hint: Use np.outer(p, p), or give one factor a second axis: p[:, None] * p.
Explanation: p * p has shape (n,), and NumPy subtracts it from every row of diag(p). The diagonal, p_i - p_i², comes
    out right; beside it stands -p_j² instead of -p_i p_j.
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
    p = exp / exp.sum()
    return np.diag(p) - p * p
