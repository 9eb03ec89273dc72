"""Title: forward sets the negative numbers of the caller's array to zero.
Hint: x[x < 0] = 0 changes the array that was passed in; np.maximum(0, x) returns a new one.
Stage: properties
"""

import numpy as np


class ReLU:
    def forward(self, x):
        x[x < 0] = 0.0
        self.x = x
        return x

    def backward(self, grad_output):
        return grad_output * (self.x > 0)
