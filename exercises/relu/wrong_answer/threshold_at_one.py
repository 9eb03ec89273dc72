"""Title: The gate opens at 1 instead of 0.
Nudge: What is the gradient for x = 0.5, between 0 and 1?
Hint: Compare x with 0.
Explanation: Forward gives x from 0 on, so the derivative is 1 for every x > 0, also between 0 and 1. Backward must use
    the threshold of forward: grad_output * (x > 0).
Stage: backward
"""

import numpy as np


class ReLU:
    def forward(self, x):
        self.x = x
        return np.maximum(0.0, x)

    def backward(self, grad_output):
        return grad_output * (self.x > 1.0)
