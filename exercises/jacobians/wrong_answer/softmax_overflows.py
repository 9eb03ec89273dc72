"""Title: The softmax overflows: its entries are nan for large inputs.
Nudge: What is exp(1000), and what is that divided by itself?
Hint: Subtract the largest input first: np.exp(x - x.max()).
Explanation: e^1000 is infinite in float64, and inf / inf is nan. The softmax does not change when all inputs are
    shifted, so x - x.max() gives the same p with no exponent above 0.
Stage: properties
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
    exp = np.exp(x)
    p = exp / exp.sum()
    return np.diag(p) - np.outer(p, p)
