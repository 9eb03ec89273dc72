"""Title: jacobian_softmax subtracts the maximum from the caller's x in place.
Nudge: What does x look like after the call?
Hint: x -= … changes the array that was passed in; write x - x.max() into a new variable.
Explanation: The Jacobian is right, since a shift does not change the softmax; but the caller's x is another one
    afterwards, and a later function that is not shift-invariant gets wrong numbers.
Stage: properties
"""

import numpy as np


def jacobian_identity(x):
    return np.eye(len(x))


def jacobian_linear(weight, x):
    return weight.copy()


def jacobian_sigmoid(x):
    s = 1.0 / (1.0 + np.exp(-x))
    return np.diag(s * (1.0 - s))


def jacobian_softmax(x):
    x -= x.max()
    exp = np.exp(x)
    p = exp / exp.sum()
    return np.diag(p) - np.outer(p, p)
