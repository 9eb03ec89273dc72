"""Title: The probabilities are sigmoids instead of a softmax.
Nudge: Does each output of the softmax depend on one input or on all?
Hint: The softmax divides e^x_i by the sum over all inputs.
Explanation: σ(x_i) looks at one input by itself; the outputs then do not add up to 1. p_i = e^x_i / Σ_k e^x_k, and
    J = diag(p) - p pᵀ.
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
    p = 1.0 / (1.0 + np.exp(-x))
    return np.diag(p) - np.outer(p, p)
