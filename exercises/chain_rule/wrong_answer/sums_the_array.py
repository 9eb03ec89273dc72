import numpy as np


def forward(x, y, z):
    return np.sum((x + y) * z)


def backward(grad_output, x, y, z):
    return grad_output * z, grad_output * z, grad_output * (x + y)
