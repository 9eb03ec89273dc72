"""Title: exp(x) / (1 + exp(x)) becomes nan for large x.
Nudge: What are the numerator and the denominator for x = 1000?
Hint: np.exp(1000) is infinite, and infinity divided by infinity is nan. Use 1 / (1 + exp(-x)) where x is positive.
Explanation: For x = 1000, exp(x) is infinite, and infinity / infinity is nan. The same function is 1 / (1 + exp(-x)),
    where a large x gives 1 / (1 + 0) = 1. Use that form where x >= 0, and this one only where x < 0.
Stage: properties
"""

import numpy as np


class Sigmoid:
    def forward(self, x):
        exp = np.exp(x)
        self.s = exp / (1.0 + exp)
        return self.s

    def backward(self, grad_output):
        return grad_output * self.s * (1.0 - self.s)
