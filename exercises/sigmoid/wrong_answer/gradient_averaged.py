"""Title: The gradient is divided by the number of elements.
Hint: Any mean belongs to the loss and is already part of grad_output.
Stage: backward
"""

import numpy as np


class Sigmoid:
    def forward(self, x):
        self.s = 1.0 / (1.0 + np.exp(-x))
        return self.s

    def backward(self, grad_output):
        return grad_output * self.s * (1.0 - self.s) / grad_output.size
