"""Title: The upstream gradient grad_output is not used.
Nudge: Where in the result would a larger loss downstream show?
Hint: 1 and alpha * exp(x) are only the local derivatives; multiply them by grad_output.
Explanation: The local derivative is 1 where x > 0 and alpha exp(x) where x < 0. The chain rule wants dL/dx = g times
    that, and g is grad_output. A test with an upstream of ones can't see the difference.
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
        return np.where(self.x > 0, 1.0, self.alpha * np.exp(self.x))
