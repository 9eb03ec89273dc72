"""Title: The gradient is divided by the number of elements.
Hint: Any mean belongs to the loss and is already part of grad_output.
Stage: backward
"""

import numpy as np


class ReLU:
    def forward(self, x):
        self.x = x
        return np.maximum(0.0, x)

    def backward(self, grad_output):
        return grad_output * (self.x > 0) / grad_output.size
