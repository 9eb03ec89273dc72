"""Title: backward belongs to the first forward, not to the latest.
Hint: Set what backward needs anew in every forward.
Stage: properties
"""

import numpy as np


class ReLU:
    def forward(self, x):
        if not hasattr(self, "x"):
            self.x = x
        return np.maximum(0.0, x)

    def backward(self, grad_output):
        return grad_output * (self.x > 0)
