"""Title: The term p pᵀ is missing: the Jacobian is only diag(p).
Nudge: What do the entries of one row add up to when all inputs grow together?
Hint: The sum below the fraction depends on every input as well; its derivative gives -p_i p_j.
Explanation: p_i = e^x_i / Σ. The numerator gives p_i δ_ij, the denominator -p_i p_j: J = diag(p) - p pᵀ. With the
    first term alone the rows add up to p_i instead of 0.
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
    return np.diag(p)
