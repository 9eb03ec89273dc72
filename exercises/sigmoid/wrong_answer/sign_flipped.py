"""Title: The gradient has the wrong sign: s (s - 1) instead of s (1 - s).
Hint: The sigmoid rises everywhere, so its derivative is positive: s * (1 - s).
Stage: backward
"""

import numpy as np


class Sigmoid:
    def forward(self, x):
        self.s = 1.0 / (1.0 + np.exp(-x))
        return self.s

    def backward(self, grad_output):
        return grad_output * self.s * (self.s - 1.0)
