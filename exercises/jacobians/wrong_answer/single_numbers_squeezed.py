"""Title: Axes of length 1 are removed, so a vector of one number gives no matrix.
Nudge: Which shape does the Jacobian of one output and one input have?
Hint: Leave out squeeze(): one output and one input make a matrix of shape (1, 1).
Explanation: squeeze() removes every axis of length 1 and turns (1, 1) into a single number, (1, n) into a vector.
    The shape of a Jacobian is (m, n), also where m or n is 1.
Stage: properties
"""

import numpy as np


def jacobian_identity(x):
    return np.eye(len(x)).squeeze()


def jacobian_linear(weight, x):
    return weight.squeeze()


def jacobian_sigmoid(x):
    s = 1.0 / (1.0 + np.exp(-x))
    return np.diag(s * (1.0 - s)).squeeze()


def jacobian_softmax(x):
    exp = np.exp(x - x.max())
    p = exp / exp.sum()
    return (np.diag(p) - np.outer(p, p)).squeeze()
