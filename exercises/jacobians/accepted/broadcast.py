import numpy as np


def jacobian_identity(x):
    return (np.arange(x.size)[:, None] == np.arange(x.size)).astype(np.float64)


def jacobian_linear(weight, x):
    return np.einsum("ij,jk->ik", weight, jacobian_identity(x))


def jacobian_sigmoid(x):
    s = np.exp(-np.logaddexp(0.0, -x))
    return jacobian_identity(x) * (s - s**2)


def jacobian_softmax(x):
    shifted = np.exp(x - np.max(x))
    p = shifted / np.sum(shifted)
    return p[:, None] * (jacobian_identity(x) - p[None, :])
