"""Title: backward multiplies the exponential by a mask, which gives nan for large x.
Nudge: What is 0 times the exponential of 1000?
Hint: Choose with np.where, or keep the exponent from being positive: np.exp(np.minimum(x, 0)).
Explanation: Where x = 1000 the mask of the negative side is 0, but exp(1000) is infinite, and 0 · infinity is nan.
    np.where(x > 0, 1, alpha * exp(x)) takes one side and leaves the other alone.
Stage: properties
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
        negative = self.x <= 0
        return grad_output * ((1 - negative) + negative * self.alpha * np.exp(self.x))
