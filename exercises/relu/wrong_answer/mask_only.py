"""Title: backward returns the mask without the upstream gradient.
Hint: The mask is the local derivative; multiply it by grad_output.
Stage: backward
"""

import numpy as np


class ReLU:
    def forward(self, x):
        self.x = x
        return np.maximum(0.0, x)

    def backward(self, grad_output):
        return (self.x > 0).astype(float)
