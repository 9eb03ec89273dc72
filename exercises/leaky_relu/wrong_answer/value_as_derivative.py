"""Title: The negative side of the gradient is multiplied by slope · x, which is the value there, not the derivative.
Nudge: Does the steepness of a straight line depend on where one stands on it?
Hint: The derivative of negative_slope * x is negative_slope, without x.
Explanation: d(a x)/dx = a: the slope of a line is the same everywhere. a x is the output. On the negative side the
    gradient is a * grad_output.
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
        return grad_output * np.where(self.x > 0, 1.0, self.negative_slope * self.x)
