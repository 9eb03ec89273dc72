"""Title: The gradient passes unchanged, also where the input was negative.
Nudge: By how much does the output change when a negative x changes by 1?
Hint: Where x < 0 multiply grad_output by negative_slope.
Explanation: Where x > 0 the derivative is 1, and the gradient passes as it is. Where x < 0 it is a: a change of x by 1
    changes the output by a only. Return np.where(x > 0, g, a * g).
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
        return grad_output
