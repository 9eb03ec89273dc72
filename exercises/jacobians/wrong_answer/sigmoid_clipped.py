"""Title: The inputs of the sigmoid are clipped to [-15, 15].
Nudge: What is the slope of the sigmoid at 1000, to ten digits?
Hint: Leave x as it is: 1 / (1 + exp(-x)) goes to 0 and 1 by itself.
Explanation: Clipping keeps exp from overflowing but computes another function: its slope stays at 3.1e-7 where it
    should be 0. An overflow to infinity does no harm here, since 1 / inf = 0.
Stage: properties
"""

import numpy as np


def jacobian_identity(x):
    return np.eye(len(x))


def jacobian_linear(weight, x):
    return weight.copy()


def jacobian_sigmoid(x):
    s = 1.0 / (1.0 + np.exp(-np.clip(x, -15.0, 15.0)))
    return np.diag(s * (1.0 - s))


def jacobian_softmax(x):
    exp = np.exp(x - x.max())
    p = exp / exp.sum()
    return np.diag(p) - np.outer(p, p)
