"""Title: forward writes its result into the caller's array.
Hint: Leave x as it is: create a new array instead of using out= or x[...] = ….
Stage: properties
"""

import numpy as np


class Sigmoid:
    def forward(self, x):
        self.s = np.divide(1.0, 1.0 + np.exp(-x), out=x)
        return self.s

    def backward(self, grad_output):
        return grad_output * self.s * (1.0 - self.s)
