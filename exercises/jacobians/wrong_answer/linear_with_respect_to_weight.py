"""Title: The derivative is taken with respect to weight instead of x.
Nudge: With respect to what is the Jacobian asked for?
Hint: Rows are outputs, columns are the inputs x_j, and dy_i/dx_j is W_ij.
Explanation: y_i = Σ_j W_ij x_j is linear in both. dy_i/dW_ij is x_j, which gives rows of x; dy_i/dx_j is W_ij,
    which is asked for here.
Stage: forward
"""

import numpy as np


def jacobian_identity(x):
    return np.eye(len(x))


def jacobian_linear(weight, x):
    return np.tile(x, (len(weight), 1))


def jacobian_sigmoid(x):
    s = 1.0 / (1.0 + np.exp(-x))
    return np.diag(s * (1.0 - s))


def jacobian_softmax(x):
    exp = np.exp(x - x.max())
    p = exp / exp.sum()
    return np.diag(p) - np.outer(p, p)
