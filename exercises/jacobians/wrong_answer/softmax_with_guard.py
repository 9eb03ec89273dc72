"""Title: A small number is added to the sum below the fraction.
Nudge: Can the sum of exponentials be zero once the maximum is subtracted?
Hint: Divide by exp.sum() itself: after the shift it is at least 1.
Explanation: The largest shifted exponent is 0, so the sum is at least e^0 = 1 and needs no guard. exp.sum() + 1e-7
    makes every probability a little too small.
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
    p = exp / (exp.sum() + 1e-7)
    return np.diag(p) - np.outer(p, p)
