"""Title: A comparison of a whole array is used where one True or False is needed.
Nudge: What does x > 0 give for an array: one answer or many?
Hint: Python's if asks one question; an array answers with one for each element. np.where chooses element by element.
Explanation: if x > 0 needs a single True or False, and an array with several elements has none: Python raises a
    ValueError. np.where(x > 0, x, negative_slope * x) decides for each element.
Stage: forward
"""

import numpy as np


class LeakyReLU:
    def __init__(self, negative_slope=0.01):
        self.negative_slope = negative_slope

    def forward(self, x):
        self.x = x
        if x > 0:
            return x
        return self.negative_slope * x

    def backward(self, grad_output):
        return np.where(self.x > 0, grad_output, self.negative_slope * grad_output)
