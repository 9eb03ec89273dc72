import numpy as np


def jacobian_identity(x):
    return np.eye(len(x))


def jacobian_linear(weight, x):
    return weight.copy()


def jacobian_sigmoid(x):
    s = 1.0 / (1.0 + np.exp(-x))
    return np.diag(s * (1.0 - s))


def jacobian_softmax(x):
    exp = np.exp(x - x.max())
    p = exp / exp.sum()
    return np.diag(p) - np.outer(p, p)
