"""Title: The gradients are added up over the elements of the array.
Hint: With arrays each gradient has the shape of its argument.
Stage: backward
"""

import numpy as np


def forward(x, y, z):
    return (x + y) * z


def backward(grad_output, x, y, z):
    return np.sum(grad_output * z), np.sum(grad_output * z), np.sum(grad_output * (x + y))
