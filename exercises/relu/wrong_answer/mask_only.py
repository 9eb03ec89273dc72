"""Title: backward returns the mask without the upstream gradient.
Nudge: Where in the result would a larger loss downstream show?
Hint: The mask is the local derivative; multiply it by grad_output.
Explanation: The mask is the local derivative d relu/dx, 1 or 0. The chain rule wants dL/dx = g · mask, where g is
    grad_output. A test with an upstream of ones can't see the difference.
Stage: backward
"""

import numpy as np


class ReLU:
    def forward(self, x):
        self.x = x
        return np.maximum(0.0, x)

    def backward(self, grad_output):
        return (self.x > 0).astype(float)
