"""Title: forward multiplies the negative numbers of the caller's array.
Nudge: What does the caller find in x after forward?
Hint: x[x < 0] *= … changes the array that was passed in; np.where returns a new one.
Explanation: x[x < 0] *= a writes into the array that was passed in: a residual connection that adds x later would add
    the wrong numbers. np.where(x > 0, x, a * x) leaves x as it is.
Stage: properties
"""

import numpy as np


class LeakyReLU:
    def __init__(self, negative_slope=0.01):
        self.negative_slope = negative_slope

    def forward(self, x):
        x[x < 0] *= self.negative_slope
        self.x = x
        return x

    def backward(self, grad_output):
        return np.where(self.x > 0, grad_output, self.negative_slope * grad_output)
