"""Title: The derivative of the sigmoid is computed from x instead of its output.
Nudge: Can the slope of the sigmoid be negative?
Hint: s * (1 - s) needs the output s of the sigmoid.
Explanation: ds/dx = s (1 - s) with s = 1 / (1 + e^-x), always between 0 and 1/4. x (1 - x) is 0 at x = 0, where the
    sigmoid is steepest.
Stage: forward
"""

import numpy as np


def jacobian_identity(x):
    return np.eye(len(x))


def jacobian_linear(weight, x):
    return weight.copy()


def jacobian_sigmoid(x):
    return np.diag(x * (1.0 - x))


def jacobian_softmax(x):
    exp = np.exp(x - x.max())
    p = exp / exp.sum()
    return np.diag(p) - np.outer(p, p)
