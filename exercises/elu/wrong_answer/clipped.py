"""Title: The input is clipped to [-20, 20] to keep the exponential small, on the positive side too.
Nudge: What is the output for x = 1000?
Hint: Clip only what goes into the exponential: np.exp(np.minimum(x, 0)).
Explanation: np.clip(x, -20, 20) also changes the positive branch, where the output must be x: 1000 becomes 20. The
    exponential is only needed where x is negative, so limit its exponent alone.
Stage: properties
"""

import numpy as np


class ELU:
    def __init__(self, alpha=1.0):
        self.alpha = alpha

    def forward(self, x):
        self.x = np.clip(x, -20.0, 20.0)
        return np.where(self.x > 0, self.x, self.alpha * (np.exp(self.x) - 1))

    def backward(self, grad_output):
        return grad_output * np.where(self.x > 0, 1.0, self.alpha * np.exp(self.x))
