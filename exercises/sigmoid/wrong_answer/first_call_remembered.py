"""Title: backward belongs to the first forward, not to the latest.
Hint: Set what backward needs anew in every forward.
Stage: properties
"""

import numpy as np


class Sigmoid:
    def forward(self, x):
        s = 1.0 / (1.0 + np.exp(-x))
        if not hasattr(self, "s"):
            self.s = s
        return s

    def backward(self, grad_output):
        return grad_output * self.s * (1.0 - self.s)
