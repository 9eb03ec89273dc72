"""Title: The gradient is multiplied by alpha on the positive side as well.
Nudge: What does the output for x = 3 have to do with alpha?
Hint: Where x > 0 the output is x, and the derivative is 1.
Explanation: alpha belongs to the exponential. On the positive side forward gives x itself, whose derivative is 1:
    np.where(x > 0, 1, alpha * exp(x)), with alpha inside the second choice only.
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
        return grad_output * self.alpha * np.where(self.x > 0, 1.0, np.exp(self.x))
