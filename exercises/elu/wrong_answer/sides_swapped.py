"""Title: The sides are swapped: the exponential is on the positive side.
Nudge: What should the output be for x = 3?
Hint: Where x > 0 the output is x itself; the exponential belongs to the negative side.
Explanation: In np.where(condition, a, b) the first choice is taken where the condition is true. ELU is x where x > 0
    and alpha (exp(x) - 1) where x < 0.
Stage: forward
"""

import numpy as np


class ELU:
    def __init__(self, alpha=1.0):
        self.alpha = alpha

    def forward(self, x):
        self.x = x
        return np.where(x < 0, x, self.alpha * (np.exp(x) - 1))

    def backward(self, grad_output):
        return grad_output * np.where(self.x < 0, 1.0, self.alpha * np.exp(self.x))
