"""Title: The slope is always 0.01, whatever the constructor is given.
Nudge: What does the layer do with the number that its constructor gets?
Hint: Keep negative_slope in self and use it in forward and in backward.
Explanation: 0.01 is only the default. LeakyReLU(0.2) must have the slope 0.2: write self.negative_slope =
    negative_slope, and use that on the negative side of both directions.
Stage: forward
"""

import numpy as np


class LeakyReLU:
    def __init__(self, negative_slope=0.01):
        self.negative_slope = 0.01

    def forward(self, x):
        self.x = x
        return np.where(x > 0, x, self.negative_slope * x)

    def backward(self, grad_output):
        return np.where(self.x > 0, grad_output, self.negative_slope * grad_output)
