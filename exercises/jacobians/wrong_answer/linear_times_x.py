"""Title: The weights are multiplied by x.
Nudge: What is the derivative of 3 x with respect to x?
Hint: The derivative of W_ij x_j with respect to x_j is W_ij; x is gone.
Explanation: W_ij x_j are the terms whose sum is y_i. Differentiated with respect to x_j each leaves its factor
    W_ij: the Jacobian of a linear map does not depend on the point.
Stage: forward
"""

import numpy as np


def jacobian_identity(x):
    return np.eye(len(x))


def jacobian_linear(weight, x):
    return weight * x


def jacobian_sigmoid(x):
    s = 1.0 / (1.0 + np.exp(-x))
    return np.diag(s * (1.0 - s))


def jacobian_softmax(x):
    exp = np.exp(x - x.max())
    p = exp / exp.sum()
    return np.diag(p) - np.outer(p, p)
