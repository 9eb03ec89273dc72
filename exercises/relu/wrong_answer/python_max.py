"""Title: A comparison of a whole array is used where one True or False is needed.
Nudge: What does x > 0 give for an array: one answer or many?
Hint: Python's `max` and `if` ask one question; an array answers with one for each element. np.maximum and np.where
    choose element by element.
Explanation: max(0, x) asks whether x > 0 is true, and an array with several elements has no single answer: Python
    raises a ValueError. np.maximum(0, x) and np.where(x > 0, x, 0) decide for each element.
Stage: forward
"""

import numpy as np


class ReLU:
    def forward(self, x):
        self.x = x
        return max(0, x)

    def backward(self, grad_output):
        return grad_output * (self.x > 0)
