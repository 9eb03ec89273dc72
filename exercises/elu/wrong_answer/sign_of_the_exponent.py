"""Title: The exponent has a minus: exp(-x) grows on the negative side.
Nudge: Does the output level off far to the left, or does it grow?
Hint: The exponential is of x itself, which is negative there: exp(x).
Explanation: For x < 0, exp(-x) is larger than 1 and explodes: at x = -10 it is 22026. exp(x) lies between 0 and 1, so
    alpha (exp(x) - 1) lies between -alpha and 0.
Stage: forward
"""

import numpy as np


class ELU:
    def __init__(self, alpha=1.0):
        self.alpha = alpha

    def forward(self, x):
        self.x = x
        return np.where(x > 0, x, self.alpha * (np.exp(-x) - 1))

    def backward(self, grad_output):
        return grad_output * np.where(self.x > 0, 1.0, -self.alpha * np.exp(-self.x))
