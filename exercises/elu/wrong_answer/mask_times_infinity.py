"""Title: Both branches are computed and multiplied by masks, which gives nan for large x.
Nudge: What is 0 times the exponential of 1000?
Hint: Choose with np.where, or keep the exponent from being positive: np.exp(np.minimum(x, 0)).
Explanation: For x = 1000 the exponential is infinite, and 0 · infinity is nan, not 0. A mask only removes finite
    numbers. np.where takes the value of one side, and np.minimum(x, 0) in the exponent avoids the overflow altogether.
Stage: properties
"""

import numpy as np


class ELU:
    def __init__(self, alpha=1.0):
        self.alpha = alpha

    def forward(self, x):
        self.positive = x > 0
        self.exp = np.exp(x)
        return self.positive * x + ~self.positive * self.alpha * (self.exp - 1)

    def backward(self, grad_output):
        return grad_output * (self.positive + ~self.positive * self.alpha * self.exp)
