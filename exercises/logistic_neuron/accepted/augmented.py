import numpy as np


def with_constant(x):
    return np.concatenate([x, [1.0]])


def sigmoid(z):
    return np.exp(-np.logaddexp(0.0, -z))


def forward(w, x):
    return sigmoid(w @ with_constant(x))


def backward(grad_output, w, x):
    z = w @ with_constant(x)
    delta = grad_output * sigmoid(z) * sigmoid(-z)
    return delta * with_constant(x), (delta * w)[:-1]
