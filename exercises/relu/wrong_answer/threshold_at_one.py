"""Title: The gate opens at 1 instead of 0.
Hint: Compare x with 0.
Stage: backward
"""

import numpy as np


class ReLU:
    def forward(self, x):
        self.x = x
        return np.maximum(0.0, x)

    def backward(self, grad_output):
        return grad_output * (self.x > 1.0)
