"""Title: The Jacobian of the identity is its value x.
Nudge: How many derivatives are there when three numbers go in and three come out?
Hint: A Jacobian is a matrix of derivatives, of shape (n, n), not the output of the function.
Explanation: y_i = x_i, so dy_i/dx_j is 1 where i = j and 0 elsewhere: the identity matrix np.eye(n), whatever the
    numbers in x are.
Stage: forward
"""

import numpy as np


def jacobian_identity(x):
    return x.copy()


def jacobian_linear(weight, x):
    return weight.copy()


def jacobian_sigmoid(x):
    s = 1.0 / (1.0 + np.exp(-x))
    return np.diag(s * (1.0 - s))


def jacobian_softmax(x):
    exp = np.exp(x - x.max())
    p = exp / exp.sum()
    return np.diag(p) - np.outer(p, p)
