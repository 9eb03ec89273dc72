"""Title: forward returns only the positive numbers, in an array of another shape.
Hint: x[x > 0] leaves elements out. The output has the shape of x, with zeros where x is negative.
Stage: forward
"""

import numpy as np


class ReLU:
    def forward(self, x):
        self.x = x
        return x[x > 0]

    def backward(self, grad_output):
        return grad_output * (self.x > 0)
