"""Title: The negative side is divided by the slope instead of multiplied.
Nudge: Is the line on the negative side flatter or steeper than x, for a slope of 0.1?
Hint: The output is negative_slope * x.
Explanation: x / a is how some papers write it, with a large a: Leaky ReLU as x / 100. Here the parameter is the slope
    itself, so the line is a x, and its derivative a.
Stage: forward
"""

import numpy as np


class LeakyReLU:
    def __init__(self, negative_slope=0.01):
        self.negative_slope = negative_slope

    def forward(self, x):
        self.x = x
        return np.where(x > 0, x, x / self.negative_slope)

    def backward(self, grad_output):
        return np.where(self.x > 0, grad_output, grad_output / self.negative_slope)
