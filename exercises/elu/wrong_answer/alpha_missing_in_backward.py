"""Title: The gradient on the negative side is exp(x), without alpha.
Nudge: Does the slope just left of 0 depend on alpha?
Hint: The derivative of alpha * (exp(x) - 1) is alpha * exp(x).
Explanation: alpha is a constant factor, and constant factors stay in a derivative: d/dx alpha (exp(x) - 1) = alpha
    exp(x). With alpha = 1 nobody notices.
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
        return grad_output * np.where(self.x > 0, 1.0, np.exp(self.x))
