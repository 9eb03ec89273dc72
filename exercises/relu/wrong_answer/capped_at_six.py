"""Title: Large numbers are cut off at 6.
Hint: That is ReLU6; ReLU has no upper limit.
Stage: properties
"""

import numpy as np


class ReLU:
    def forward(self, x):
        self.x = x
        return np.clip(x, 0.0, 6.0)

    def backward(self, grad_output):
        return grad_output * ((self.x > 0) & (self.x < 6))
