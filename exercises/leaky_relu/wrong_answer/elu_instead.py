"""Title: The negative side is an exponential: that is ELU.
Nudge: Is the output for x = -1000 near -1000 · slope, or does it level off?
Hint: Leaky ReLU is a straight line on the negative side: negative_slope * x.
Explanation: a (exp(x) - 1) bends and levels off at -a, and its derivative is a exp(x). Leaky ReLU is a x with
    derivative a, as far down as you like.
Stage: forward
"""

import numpy as np


class LeakyReLU:
    def __init__(self, negative_slope=0.01):
        self.negative_slope = negative_slope

    def forward(self, x):
        self.x = x
        return np.where(x > 0, x, self.negative_slope * np.expm1(np.minimum(x, 0.0)))

    def backward(self, grad_output):
        return grad_output * np.where(self.x > 0, 1.0, self.negative_slope * np.exp(np.minimum(self.x, 0.0)))
