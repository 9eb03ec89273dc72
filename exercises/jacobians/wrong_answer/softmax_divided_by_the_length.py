"""Title: The exponentials are divided by their number instead of their sum.
Nudge: What do the outputs of a softmax add up to?
Hint: Divide by exp.sum(), so that the outputs add up to 1.
Explanation: p_i = e^x_i / Σ_k e^x_k. Divided by n the outputs are no probabilities, and diag(p) - p pᵀ is no longer
    their derivative.
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
    p = exp / len(exp)
    return np.diag(p) - np.outer(p, p)
