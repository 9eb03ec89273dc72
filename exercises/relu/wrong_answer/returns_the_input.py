"""Title: backward returns the input where it was positive, not the gradient.
Hint: The gate lets the upstream gradient through: multiply the mask by grad_output, not by x.
Stage: backward
"""

import numpy as np


class ReLU:
    def forward(self, x):
        self.x = x
        return np.maximum(0.0, x)

    def backward(self, grad_output):
        return self.x * (self.x > 0)
