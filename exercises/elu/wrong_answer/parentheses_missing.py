"""Title: The parentheses are missing: alpha · exp(x) - 1 instead of alpha · (exp(x) - 1).
Nudge: What is the output just left of 0, for alpha = 2?
Hint: alpha multiplies the whole difference: alpha * (exp(x) - 1).
Explanation: Products bind more tightly than differences, so alpha exp(x) - 1 is alpha - 1 at x = 0: the sides don't
    meet unless alpha is 1. Write alpha * (exp(x) - 1).
Stage: forward
"""

import numpy as np


class ELU:
    def __init__(self, alpha=1.0):
        self.alpha = alpha

    def forward(self, x):
        self.x = x
        return np.where(x > 0, x, self.alpha * np.exp(x) - 1)

    def backward(self, grad_output):
        return grad_output * np.where(self.x > 0, 1.0, self.alpha * np.exp(self.x))
