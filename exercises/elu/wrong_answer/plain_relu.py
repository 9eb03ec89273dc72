"""Title: Forward gives 0 on the negative side: that is ReLU.
Nudge: What is the output for x = -1?
Hint: Where x < 0 the output is alpha * (exp(x) - 1).
Explanation: The lecture's slides titled ELU begin with ReLU, max(0, x). ELU itself bends below zero: alpha (exp(x) -
    1), which is -0.632 alpha at x = -1.
Stage: forward
"""

import numpy as np


class ELU:
    def __init__(self, alpha=1.0):
        self.alpha = alpha

    def forward(self, x):
        self.x = x
        return np.maximum(0.0, x)

    def backward(self, grad_output):
        return grad_output * (self.x > 0)
