"""Title: backward returns True and False instead of numbers.
Hint: A comparison gives booleans; multiply them by grad_output.
Stage: backward
"""

import numpy as np


class ReLU:
    def forward(self, x):
        self.x = x
        return np.maximum(0.0, x)

    def backward(self, grad_output):
        return (self.x > 0) & (grad_output != 0)
