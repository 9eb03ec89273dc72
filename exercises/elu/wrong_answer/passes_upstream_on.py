"""Title: The gradient passes unchanged, also where the input was negative.
Nudge: How steep is the curve far to the left, where it levels off?
Hint: Where x < 0 multiply grad_output by alpha * exp(x).
Explanation: Where x > 0 the derivative is 1, and the gradient passes as it is. Where x < 0 the curve has the slope
    alpha exp(x), which fades to the left. Return grad_output times that.
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
        return grad_output
