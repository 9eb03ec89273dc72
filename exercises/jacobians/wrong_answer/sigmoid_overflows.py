"""Title: exp(x) / (1 + exp(x)) is nan for large inputs.
Nudge: What is exp(1000) / (1 + exp(1000)) in float64?
Hint: Write 1 / (1 + exp(-x)): it becomes 1 / (1 + 0) there.
Explanation: e^1000 is infinite, and inf / inf is nan. 1 / (1 + e^-x) is the same function and gives 1 for large x;
    for very negative x it is 1 / inf = 0.
Stage: properties
"""

import numpy as np


def jacobian_identity(x):
    return np.eye(len(x))


def jacobian_linear(weight, x):
    return weight.copy()


def jacobian_sigmoid(x):
    s = np.exp(x) / (1.0 + np.exp(x))
    return np.diag(s * (1.0 - s))


def jacobian_softmax(x):
    exp = np.exp(x - x.max())
    p = exp / exp.sum()
    return np.diag(p) - np.outer(p, p)
