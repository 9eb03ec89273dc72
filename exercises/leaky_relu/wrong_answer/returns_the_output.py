"""Title: backward returns the output of forward, not the gradient.
Nudge: Of which quantity is the result made when x is 3 and the upstream gradient 0.7?
Hint: The gradient is made of grad_output: np.where(x > 0, grad_output, negative_slope * grad_output).
Explanation: The gradient says how the loss changes with x. np.where(x > 0, x, a * x) is the output once more; in
    backward grad_output stands in the place of x in both choices, while the condition stays x > 0.
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
        return np.where(self.x > 0, self.x, self.negative_slope * self.x)
