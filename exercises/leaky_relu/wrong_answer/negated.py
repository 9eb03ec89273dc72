"""Title: backward has the wrong sign everywhere.
Nudge: Does the output rise or fall when x grows?
Hint: Both derivatives are positive: 1 and negative_slope.
Explanation: Both lines rise, so the gradient has the sign of grad_output on either side. The minus makes every step of
    training go uphill.
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
        return -np.where(self.x > 0, grad_output, self.negative_slope * grad_output)
