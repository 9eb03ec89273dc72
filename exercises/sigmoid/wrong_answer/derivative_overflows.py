"""Title: The derivative exp(-x) / (1 + exp(-x))² becomes nan for very negative x.
Nudge: What are the numerator and the denominator for x = -1000?
Hint: np.exp(1000) is infinite. The output never is: use s * (1 - s).
Explanation: For x = -1000, exp(-x) is infinite, and infinity / infinity is nan. The formula is right on paper: exp(-x)
    / (1 + exp(-x))² = s (1 - s). The second form has only numbers between 0 and 1 in it, so it can't overflow.
Stage: properties
"""

import numpy as np


class Sigmoid:
    def forward(self, x):
        self.x = x
        return 1.0 / (1.0 + np.exp(-x))

    def backward(self, grad_output):
        exp = np.exp(-self.x)
        return grad_output * exp / (1.0 + exp) ** 2
