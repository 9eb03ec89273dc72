"""Title: The exponential is differentiated like a power: alpha · x · exp(x - 1).
Nudge: What is the derivative of exp(x)?
Hint: exp is its own derivative: alpha * exp(x).
Explanation: The power rule, n x^(n-1), is for a fixed exponent and a varying base. In exp(x) the exponent varies, and
    d/dx exp(x) = exp(x). So the derivative is alpha exp(x).
Stage: backward
"""

import numpy as np


class ELU:
    def __init__(self, alpha=1.0):
        self.alpha = alpha

    def forward(self, x):
        self.x = x
        self.out = np.where(x > 0, x, self.alpha * (np.exp(x) - 1))
        return self.out

    def backward(self, grad_output):
        return grad_output * np.where(self.x > 0, 1.0, self.alpha * self.x * np.exp(self.x - 1))
