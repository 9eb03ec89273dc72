"""Title: The leak is added on both sides: max(0, x) + slope · x.
Nudge: What should the output be for x = 1: exactly 1, or a little more?
Hint: The leak belongs to the negative side only: np.minimum(0, x) times the slope.
Explanation: max(0, x) + a x is (1 + a) x on the positive side. Adding works with the negative part alone: max(0, x) +
    a · min(0, x).
Stage: forward
"""

import numpy as np


class LeakyReLU:
    def __init__(self, negative_slope=0.01):
        self.negative_slope = negative_slope

    def forward(self, x):
        self.x = x
        return np.maximum(0.0, x) + self.negative_slope * x

    def backward(self, grad_output):
        return grad_output * ((self.x > 0) + self.negative_slope)
