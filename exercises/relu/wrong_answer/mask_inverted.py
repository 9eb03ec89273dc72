"""Title: The gate is open on the wrong side: the gradient flows where the input was negative.
Hint: The gradient flows where x > 0.
Stage: backward
"""

import numpy as np


class ReLU:
    def forward(self, x):
        self.x = x
        return np.maximum(0.0, x)

    def backward(self, grad_output):
        return grad_output * (self.x < 0)
