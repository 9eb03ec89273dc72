"""Title: jacobian_linear returns the value weight @ x.
Nudge: Does the slope of a straight line depend on where one stands?
Hint: Differentiate: y_i is a sum of W_ij x_j, and its derivative with respect to x_j is W_ij.
Explanation: weight @ x is the output, of shape (m,). The Jacobian has shape (m, n) and is weight, whatever x is.
Stage: forward
"""

import numpy as np


def jacobian_identity(x):
    return np.eye(len(x))


def jacobian_linear(weight, x):
    return weight @ x


def jacobian_sigmoid(x):
    s = 1.0 / (1.0 + np.exp(-x))
    return np.diag(s * (1.0 - s))


def jacobian_softmax(x):
    exp = np.exp(x - x.max())
    p = exp / exp.sum()
    return np.diag(p) - np.outer(p, p)
