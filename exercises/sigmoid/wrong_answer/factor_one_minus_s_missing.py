"""Title: The factor (1 - s) is missing in the gradient.
Nudge: What should the gradient be where the sigmoid is flat, far to the right?
Hint: The derivative has two factors: s * (1 - s).
Explanation: The derivative is s (1 - s). Without (1 - s) the gradient is about g for large x, where the sigmoid is
    flat and the gradient must fade to 0: return grad_output * s * (1 - s).
Stage: backward
"""

import numpy as np


class Sigmoid:
    def forward(self, x):
        self.s = 1.0 / (1.0 + np.exp(-x))
        return self.s

    def backward(self, grad_output):
        return grad_output * self.s
