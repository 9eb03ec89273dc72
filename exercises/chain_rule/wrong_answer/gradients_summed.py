"""Title: The gradients are added up over the elements of the array.
Nudge: If x has four numbers, how many numbers does dx have?
Hint: With arrays each gradient has the shape of its argument.
Explanation: Everything here happens element by element: element i of f depends on element i of x, y and z alone,
    and dx[i] = grad_output[i] * z[i]. A sum belongs where one value is used for several outputs, as the bias of a
    layer is; here none is.
Stage: backward
"""

import numpy as np


def forward(x, y, z):
    return (x + y) * z


def backward(grad_output, x, y, z):
    return np.sum(grad_output * z), np.sum(grad_output * z), np.sum(grad_output * (x + y))
