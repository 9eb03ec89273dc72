"""Title: The derivatives are measured with one-sided steps, which are too coarse.
Nudge: How far is the slope of a chord from the slope of the curve?
Hint: Write the formula; a step of h in one direction has an error of the order of h.
Explanation: (f(x + h) - f(x)) / h = f'(x) + f''(x) h / 2 + …: with h = 1e-6 six digits are right, and a smaller h
    loses them to rounding. J = diag(p) - p pᵀ is exact.
Stage: forward
"""

import numpy as np


def softmax(x):
    exp = np.exp(x - x.max())
    return exp / exp.sum()


def jacobian_identity(x):
    return np.eye(len(x))


def jacobian_linear(weight, x):
    return weight.copy()


def jacobian_sigmoid(x):
    s = 1.0 / (1.0 + np.exp(-x))
    return np.diag(s * (1.0 - s))


def jacobian_softmax(x):
    h = 1e-6
    columns = [(softmax(x + h * unit) - softmax(x)) / h for unit in np.eye(len(x))]
    return np.stack(columns, axis=1)
