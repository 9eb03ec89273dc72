"""Title: The Jacobian of the softmax is zero beside the diagonal, as if it were a sigmoid.
Nudge: What happens to the other probabilities when one input grows?
Hint: The outputs add up to 1, so a larger x_j takes from all others: beside the diagonal stands -p_i p_j.
Explanation: J_ij = p_i (δ_ij - p_j). The diagonal p_i (1 - p_i) is right; the entries beside it, -p_i p_j, are
    missing. Each row must add up to zero.
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
    return np.diag(p * (1.0 - p))
