"""Title: The inputs are shifted by their mean, which does not keep exp from overflowing.
Nudge: How large can an input still be after the shift?
Hint: Subtract the largest input, so that no exponent is above 0.
Explanation: Any shift leaves the softmax as it is, but only the maximum makes sure that all exponents are at most
    0. With inputs of ±1000 the mean leaves an exponent of several hundreds to a thousand.
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
    exp = np.exp(x - x.mean())
    p = exp / exp.sum()
    return np.diag(p) - np.outer(p, p)
