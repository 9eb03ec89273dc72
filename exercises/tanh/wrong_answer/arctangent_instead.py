"""Title: Forward computes the arctangent instead of tanh.
Nudge: Towards which number does the output go for large x?
Hint: The arctangent ends at π/2, tanh at 1: use np.tanh.
Explanation: arctan(x) has the same form of an S but runs from -π/2 to π/2, with derivative 1 / (1 + x²). tanh runs
    from -1 to 1, with derivative 1 - t².
Stage: forward
"""

import numpy as np


class Tanh:
    def forward(self, x):
        self.x = x
        return np.arctan(x)

    def backward(self, grad_output):
        return grad_output / (1.0 + self.x**2)
