"""Title: Forward does not use alpha: the negative side is exp(x) - 1.
Nudge: Towards which number does the output go far to the left, for alpha = 2?
Hint: The negative side is alpha * (exp(x) - 1).
Explanation: exp(x) - 1 levels off at -1 whatever alpha is. With the factor, alpha (exp(x) - 1) levels off at -alpha.
    With alpha = 1 the two are the same, which hides the mistake.
Stage: forward
"""

import numpy as np


class ELU:
    def __init__(self, alpha=1.0):
        self.alpha = alpha

    def forward(self, x):
        self.x = x
        return np.where(x > 0, x, np.exp(x) - 1)

    def backward(self, grad_output):
        return grad_output * np.where(self.x > 0, 1.0, self.alpha * np.exp(self.x))
