"""Title: The denominator of the derivative is not squared.
Nudge: What does the quotient rule do with the denominator?
Hint: By the quotient rule the derivative is exp(-x) / (1 + exp(-x))², which is s * (1 - s).
Explanation: The derivative of 1/u is -u'/u²: with u = 1 + exp(-x) that is exp(-x) / (1 + exp(-x))². Without the square
    exp(-x) / (1 + exp(-x)) = 1 - s is left, and the factor s is missing. Shortest is s (1 - s).
Stage: backward
Named: factor_s_missing
"""

import numpy as np


class Sigmoid:
    def forward(self, x):
        self.x = x
        return 1.0 / (1.0 + np.exp(-x))

    def backward(self, grad_output):
        return grad_output * np.exp(-self.x) / (1.0 + np.exp(-self.x))
