"""Title: The derivative is that of tanh, 1 - s².
Nudge: What is the slope of the sigmoid at 0?
Hint: 1 - t² belongs to t = tanh(x); the sigmoid has s * (1 - s).
Explanation: At x = 0, s = 1/2 and the slope is s (1 - s) = 1/4; 1 - s² would be 3/4.
Stage: forward
"""

import numpy as np


def jacobian_identity(x):
    return np.eye(len(x))


def jacobian_linear(weight, x):
    return weight.copy()


def jacobian_sigmoid(x):
    s = 1.0 / (1.0 + np.exp(-x))
    return np.diag(1.0 - s**2)


def jacobian_softmax(x):
    exp = np.exp(x - x.max())
    p = exp / exp.sum()
    return np.diag(p) - np.outer(p, p)
