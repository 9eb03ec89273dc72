import numpy as np


def in_rows(f, x):
    """Push each row of the identity through f, a product with the transposed Jacobian."""
    return np.stack([f(unit) for unit in np.identity(len(x))])


def jacobian_identity(x):
    return in_rows(lambda g: g, x)


def jacobian_linear(weight, x):
    return np.stack([g @ weight for g in np.identity(len(weight))])


def jacobian_sigmoid(x):
    t = np.tanh(x / 2)
    return in_rows(lambda g: g * (1 - t * t) / 4, x)


def jacobian_softmax(x):
    p = np.exp(x - np.logaddexp.reduce(x))
    return in_rows(lambda g: p * (g - g @ p), x)
