"""Title: A comparison of a whole array is used where one True or False is needed.
Hint: Python's `max` and `if` ask one question; an array answers with one for each element. np.maximum and np.where
    choose element by element.
Stage: forward
"""

import numpy as np


class ReLU:
    def forward(self, x):
        self.x = x
        return max(0, x)

    def backward(self, grad_output):
        return grad_output * (self.x > 0)
