"""Title: alpha multiplies the exponent instead of the exponential.
Nudge: Towards which number does the output go far to the left, for alpha = 2?
Hint: The negative side is alpha * (exp(x) - 1): alpha stands in front.
Explanation: exp(alpha x) - 1 levels off at -1 for every alpha, only sooner or later. In front, alpha sets where the
    curve levels off: at -alpha.
Stage: forward
"""

import numpy as np


class ELU:
    def __init__(self, alpha=1.0):
        self.alpha = alpha

    def forward(self, x):
        self.x = x
        return np.where(x > 0, x, np.exp(self.alpha * x) - 1)

    def backward(self, grad_output):
        return grad_output * np.where(self.x > 0, 1.0, self.alpha * np.exp(self.alpha * self.x))
