"""Title: The negative side has the wrong sign: -slope · x, which is positive.
Nudge: Is the output for a negative x above or below 0?
Hint: Where x is negative, negative_slope * x is negative too.
Explanation: The parameter is called negative_slope because it is the slope of the negative side, not because it is
    negative. With the minus the function has the form of a V, like |x|. Write negative_slope * x.
Stage: forward
"""

import numpy as np


class LeakyReLU:
    def __init__(self, negative_slope=0.01):
        self.negative_slope = negative_slope

    def forward(self, x):
        self.x = x
        return np.where(x > 0, x, -self.negative_slope * x)

    def backward(self, grad_output):
        return np.where(self.x > 0, grad_output, -self.negative_slope * grad_output)
