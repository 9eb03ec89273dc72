import numpy as np


def forward(x, y, z):
    return (x + y) * z


def backward(grad_output, x, y, z):
    return np.sum(grad_output * z), np.sum(grad_output * z), np.sum(grad_output * (x + y))
