"""Title: All layers share one slope: that of the layer built last.
Nudge: Which slope has the first layer after a second one was built?
Hint: Keep the slope in self, not in the class or in a global variable.
Explanation: LeakyReLU.negative_slope = … sets an attribute of the class, which every layer sees. LeakyReLU(0.1) and
    LeakyReLU(0.3) then both have 0.3. self.negative_slope belongs to one layer.
Stage: properties
"""

import numpy as np


class LeakyReLU:
    def __init__(self, negative_slope=0.01):
        LeakyReLU.negative_slope = negative_slope

    def forward(self, x):
        self.x = x
        return np.where(x > 0, x, self.negative_slope * x)

    def backward(self, grad_output):
        return np.where(self.x > 0, grad_output, self.negative_slope * grad_output)
