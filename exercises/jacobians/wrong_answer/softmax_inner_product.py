"""Title: p @ p takes the place of the outer product.
Nudge: Which shape does p @ p have?
Hint: p @ p is one number; np.outer(p, p) is the matrix of all p_i p_j.
Explanation: For vectors @ is the inner product Σ p_i². Subtracted from diag(p) it changes every entry by the same
    number. p pᵀ is a matrix: np.outer(p, p), or p[:, None] * p.
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
    return np.diag(p) - p @ p
