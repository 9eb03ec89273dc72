"""Title: The gradient on the negative side has a minus.
Nudge: Does the curve rise or fall on the negative side?
Hint: The derivative of exp(x) is exp(x), without a minus.
Explanation: A minus would come from exp(-x), whose inner derivative is -1. Here the exponent is x, and the derivative
    alpha exp(x) is positive: ELU rises everywhere.
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
        return grad_output * np.where(self.x > 0, 1.0, -self.alpha * np.exp(self.x))
