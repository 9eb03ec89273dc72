"""Title: Where the input was negative, the upstream gradient is not used.
Nudge: Where in the result would a larger loss downstream show, for a negative x?
Hint: Both sides are multiplied by grad_output: g and negative_slope * g.
Explanation: np.where(x > 0, g, a) gives the bare slope on the left. The chain rule multiplies the local derivative by
    g on either side: np.where(x > 0, g, a * g).
Stage: backward
"""

import numpy as np


class LeakyReLU:
    def __init__(self, negative_slope=0.01):
        self.negative_slope = negative_slope

    def forward(self, x):
        self.x = x
        return np.where(x > 0, x, self.negative_slope * x)

    def backward(self, grad_output):
        return np.where(self.x > 0, grad_output, self.negative_slope)
