"""Title: The exponential is used on the positive side too.
Nudge: What should the output be for x = 3?
Hint: Where x > 0 the output is x itself.
Explanation: alpha (exp(x) - 1) is right for x <= 0 only; for x = 3 and alpha = 1 it gives 19. ELU has two formulas:
    np.where(x > 0, x, alpha * (exp(x) - 1)).
Stage: forward
"""

import numpy as np


class ELU:
    def __init__(self, alpha=1.0):
        self.alpha = alpha

    def forward(self, x):
        self.x = x
        return self.alpha * (np.exp(x) - 1)

    def backward(self, grad_output):
        return grad_output * self.alpha * np.exp(self.x)
