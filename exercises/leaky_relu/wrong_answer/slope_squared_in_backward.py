"""Title: The slope is applied twice on the negative side of the gradient.
Nudge: How often does the slope take part in the output?
Hint: Multiply by negative_slope once.
Explanation: The output is a x, whose derivative is a. The chain rule multiplies g by it once: a g. a² g would belong
    to two such layers after one another.
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
        return np.where(self.x > 0, grad_output, self.negative_slope**2 * grad_output)
