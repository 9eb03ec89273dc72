"""Title: The diagonal holds the sigmoid's values instead of its derivatives.
Nudge: How steep is the sigmoid far to the right?
Hint: The derivative of s = σ(x) is s * (1 - s).
Explanation: Far to the right s goes to 1, but the curve is flat there. ds/dx = s (1 - s), at most 1/4.
Stage: forward
"""

import numpy as np


def jacobian_identity(x):
    return np.eye(len(x))


def jacobian_linear(weight, x):
    return weight.copy()


def jacobian_sigmoid(x):
    s = 1.0 / (1.0 + np.exp(-x))
    return np.diag(s)


def jacobian_softmax(x):
    exp = np.exp(x - x.max())
    p = exp / exp.sum()
    return np.diag(p) - np.outer(p, p)
