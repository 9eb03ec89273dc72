"""Title: Forward takes the minimum with 0 instead of the maximum.
Hint: ReLU keeps the positive numbers: np.maximum(0, x).
Stage: forward
"""

import numpy as np


class ReLU:
    def forward(self, x):
        self.x = x
        return np.minimum(0.0, x)

    def backward(self, grad_output):
        return grad_output * (self.x < 0)
