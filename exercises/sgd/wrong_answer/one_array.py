"""Title: The list is made into one array, which needs parameters of equal shapes.
Nudge: Can a vector of 3 and a matrix of 2 by 4 stand in one array?
Hint: Go through the list: params and grads hold arrays of different shapes.
Explanation: np.array(params) works only if all shapes are equal, and even then gives back an array instead of a list.
    Walk through both lists together, for p, g in zip(params, grads), and return a list of new arrays.
Stage: forward
"""

import numpy as np


class SGD:
    def __init__(self, lr):
        self.lr = lr

    def step(self, params, grads):
        return np.array(params) - self.lr * np.array(grads)
