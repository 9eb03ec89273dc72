"""Title: Forward adds up the elements of the array.
Nudge: Which shape does the result have when the arguments are arrays of four?
Hint: With arrays everything happens element by element; the result has the shape of the arguments.
Explanation: (x + y) * z gives one result for each element, and that array is f. Adding its elements up throws away
    which element is which, and a grad_output of the shape of f then fits no longer.
Stage: forward
"""

import numpy as np


def forward(x, y, z):
    return np.sum((x + y) * z)


def backward(grad_output, x, y, z):
    return grad_output * z, grad_output * z, grad_output * (x + y)
