"""Title: The Jacobian of the linear map is transposed.
Nudge: Which of the two counts the rows of the Jacobian: outputs or inputs?
Hint: Rows are outputs and columns are inputs: shape (m, n), the shape of weight.
Explanation: y_i = Σ_j W_ij x_j, so J_ij = dy_i/dx_j = W_ij: the Jacobian is weight itself. The transposed matrix,
    W.T, is what a backward pass multiplies the upstream gradient by.
Stage: forward
"""

import numpy as np


def jacobian_identity(x):
    return np.eye(len(x))


def jacobian_linear(weight, x):
    return weight.T


def jacobian_sigmoid(x):
    s = 1.0 / (1.0 + np.exp(-x))
    return np.diag(s * (1.0 - s))


def jacobian_softmax(x):
    exp = np.exp(x - x.max())
    p = exp / exp.sum()
    return np.diag(p) - np.outer(p, p)
