"""Title: backward writes into the caller's grad_output.
Hint: grad_output[...] = 0 changes the array that was passed in; work on a copy or use np.where.
Stage: properties
"""

import numpy as np


class ReLU:
    def forward(self, x):
        self.x = x
        return np.maximum(0.0, x)

    def backward(self, grad_output):
        grad_output[self.x <= 0] = 0.0
        return grad_output
