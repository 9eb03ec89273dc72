"""Title: backward writes into the caller's grad_output.
Nudge: What does the caller find in grad_output after backward?
Hint: grad_output[…] *= … changes the array that was passed in; work on a copy or use np.where.
Explanation: The caller may need grad_output for another branch of the network, where gradients add up. np.where(x > 0,
    g, a * g) makes a new array.
Stage: properties
"""

import numpy as np


class LeakyReLU:
    def __init__(self, negative_slope=0.01):
        self.negative_slope = negative_slope

    def forward(self, x):
        self.x = x
        return np.where(x > 0, x, self.negative_slope * x)

    def backward(self, grad_output):
        grad_output[self.x < 0] *= self.negative_slope
        return grad_output
