"""Title: exp(-x) / (1 + exp(-x))² is nan for very negative inputs.
Nudge: What is exp(-x) when x is -1000, and what is its square?
Hint: Use the output: s * (1 - s) never overflows.
Explanation: At x = -1000 both e^-x and its square are infinite, and inf / inf is nan. s (1 - s) with s = 1 / (1 +
    e^-x) is 0 · 1 = 0 there.
Stage: properties
"""

import numpy as np


def jacobian_identity(x):
    return np.eye(len(x))


def jacobian_linear(weight, x):
    return weight.copy()


def jacobian_sigmoid(x):
    b = np.exp(-x)
    return np.diag(b / (1.0 + b) ** 2)


def jacobian_softmax(x):
    exp = np.exp(x - x.max())
    p = exp / exp.sum()
    return np.diag(p) - np.outer(p, p)
