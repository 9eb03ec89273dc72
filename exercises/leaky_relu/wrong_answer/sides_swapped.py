"""Title: The sides are swapped: the slope is on the positive side.
Nudge: What should the output be for x = 3?
Hint: Where x > 0 the output is x itself; the slope belongs to the negative side.
Explanation: Leaky ReLU is x where x > 0 and negative_slope * x where x < 0. In np.where(condition, a, b) the first
    choice is taken where the condition is true.
Stage: forward
"""

import numpy as np


class LeakyReLU:
    def __init__(self, negative_slope=0.01):
        self.negative_slope = negative_slope

    def forward(self, x):
        self.x = x
        return np.where(x > 0, self.negative_slope * x, x)

    def backward(self, grad_output):
        return np.where(self.x > 0, self.negative_slope * grad_output, grad_output)
