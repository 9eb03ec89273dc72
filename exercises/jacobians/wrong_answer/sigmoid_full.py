"""Title: The Jacobian of the sigmoid has numbers beside the diagonal.
Nudge: Does the first output of the sigmoid change when the second input grows?
Hint: Each output depends on its own input alone: everything beside the diagonal is zero.
Explanation: dy_i/dx_j = 0 where i ≠ j, because y_i = σ(x_i) contains no other input. outer(s, 1 - s) has the right
    diagonal, s_i (1 - s_i), but fills the rest.
Stage: forward
"""

import numpy as np


def jacobian_identity(x):
    return np.eye(len(x))


def jacobian_linear(weight, x):
    return weight.copy()


def jacobian_sigmoid(x):
    s = 1.0 / (1.0 + np.exp(-x))
    return np.outer(s, 1.0 - s)


def jacobian_softmax(x):
    exp = np.exp(x - x.max())
    p = exp / exp.sum()
    return np.diag(p) - np.outer(p, p)
