"""Title: The negative side is the constant slope, without x.
Nudge: Is the output for x = -1 the same as for x = -2?
Hint: Where x < 0 the output is negative_slope * x.
Explanation: np.where(x > 0, x, a) gives the same positive number for every negative x. The slope is the derivative;
    the value is slope times x.
Stage: forward
"""

import numpy as np


class LeakyReLU:
    def __init__(self, negative_slope=0.01):
        self.negative_slope = negative_slope

    def forward(self, x):
        self.x = x
        return np.where(x > 0, x, self.negative_slope)

    def backward(self, grad_output):
        return np.where(self.x > 0, grad_output, self.negative_slope * grad_output)
