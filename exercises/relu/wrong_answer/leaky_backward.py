"""Title: The gradient leaks through where the input was negative.
Hint: Forward gives exactly 0 there, so the gradient is exactly 0 as well.
Stage: backward
"""

import numpy as np


class ReLU:
    def forward(self, x):
        self.x = x
        return np.maximum(0.0, x)

    def backward(self, grad_output):
        return np.where(self.x > 0, grad_output, 0.01 * grad_output)
