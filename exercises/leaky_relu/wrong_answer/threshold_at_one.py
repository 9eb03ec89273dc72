"""Title: The lines change at 1 instead of 0 in backward.
Nudge: What is the gradient for x = 0.5, between 0 and 1?
Hint: Compare x with 0, as forward does.
Explanation: Forward changes from one line to the other at x = 0, so the derivative changes there too: 1 for every x >
    0, also between 0 and 1.
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
        return np.where(self.x > 1.0, grad_output, self.negative_slope * grad_output)
