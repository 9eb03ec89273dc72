import math

import numpy as np


def jacobian_identity(x):
    n = x.shape[0]
    return np.array([[1.0 if i == j else 0.0 for j in range(n)] for i in range(n)])


def jacobian_linear(weight, x):
    m, n = weight.shape
    jacobian = np.zeros((m, n))
    for i in range(m):
        for j in range(n):
            jacobian[i, j] = weight[i, j]
    return jacobian


def sigmoid(z):
    if z < 0:
        return math.exp(z) / (1 + math.exp(z))
    return 1 / (1 + math.exp(-z))


def jacobian_sigmoid(x):
    n = x.shape[0]
    jacobian = np.zeros((n, n))
    for i, xi in enumerate(x):
        jacobian[i, i] = sigmoid(xi) * sigmoid(-xi)
    return jacobian


def jacobian_softmax(x):
    largest = max(x)
    e = [math.exp(xi - largest) for xi in x]
    p = [ei / sum(e) for ei in e]
    n = len(p)
    jacobian = np.empty((n, n))
    for i in range(n):
        for j in range(n):
            if i == j:
                jacobian[i, j] = p[i] * (1 - p[i])
            else:
                jacobian[i, j] = -p[i] * p[j]
    return jacobian
