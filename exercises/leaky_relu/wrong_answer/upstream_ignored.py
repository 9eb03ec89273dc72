"""Title: The upstream gradient grad_output is not used.
Nudge: Where in the result would a larger loss downstream show?
Hint: 1 and negative_slope are only the local derivatives; multiply them by grad_output.
Explanation: The local derivative is 1 where x > 0 and a where x < 0. The chain rule wants dL/dx = g times that, and g
    is grad_output. A test with an upstream of ones can't see the difference.
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
        return np.where(self.x > 0, 1.0, self.negative_slope)
