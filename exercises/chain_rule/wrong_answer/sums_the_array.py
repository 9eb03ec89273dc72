"""Title: Forward adds up the elements of the array.
Hint: With arrays everything happens element by element; the result has the shape of the arguments.
Stage: forward
"""

import numpy as np


def forward(x, y, z):
    return np.sum((x + y) * z)


def backward(grad_output, x, y, z):
    return grad_output * z, grad_output * z, grad_output * (x + y)
