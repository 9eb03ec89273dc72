"""Title: The Jacobian of the identity has x on its diagonal.
Nudge: How steep is y = x at x = 5?
Hint: The slope of y = x is 1 at every point.
Explanation: dy_i/dx_i = 1, not x_i. diag(x) is the Jacobian of y_i = x_i² / 2.
Stage: forward
"""

import numpy as np


def jacobian_identity(x):
    return np.diag(x)


def jacobian_linear(weight, x):
    return weight.copy()


def jacobian_sigmoid(x):
    s = 1.0 / (1.0 + np.exp(-x))
    return np.diag(s * (1.0 - s))


def jacobian_softmax(x):
    exp = np.exp(x - x.max())
    p = exp / exp.sum()
    return np.diag(p) - np.outer(p, p)
