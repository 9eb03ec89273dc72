"""Title: The gradient on the negative side is out + 1 instead of out + alpha.
Nudge: What is left of out = alpha · exp(x) - alpha when 1 is added?
Hint: alpha * exp(x) is out + alpha; 1 is right for alpha = 1 only.
Explanation: From out = alpha exp(x) - alpha follows alpha exp(x) = out + alpha. Adding 1 is the same formula for alpha
    = 1, and wrong for every other alpha.
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
        return grad_output * np.where(self.x > 0, 1.0, self.out + 1.0)
