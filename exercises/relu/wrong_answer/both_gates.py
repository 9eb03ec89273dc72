"""Title: The gate looks at the input and at the sign of the gradient.
Hint: Negative gradients pass as well where x > 0: only the input decides.
Stage: backward
"""

import numpy as np


class ReLU:
    def forward(self, x):
        self.x = x
        return np.maximum(0.0, x)

    def backward(self, grad_output):
        return grad_output * (self.x > 0) * (grad_output > 0)
