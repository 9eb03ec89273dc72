"""Title: backward has a minus on the negative side.
Nudge: Does the output rise or fall when a negative x grows a little?
Hint: The derivative there is +negative_slope.
Explanation: Both lines rise: where x < 0 the output is a x with derivative +a. The gradient is a * grad_output,
    without a minus.
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
        return np.where(self.x > 0, grad_output, -self.negative_slope * grad_output)
