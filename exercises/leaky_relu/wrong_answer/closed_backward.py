"""Title: The gradient is 0 where the input was negative: backward does not leak.
Nudge: How much does the output change when a negative x changes a little?
Hint: Where x < 0 the derivative is negative_slope, so the gradient is negative_slope * grad_output.
Explanation: The mask x > 0 alone is the derivative of plain ReLU. Here the left side is a line with slope a, so the
    upstream gradient passes there too, times a: np.where(x > 0, g, a * g).
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
        return grad_output * (self.x > 0)
