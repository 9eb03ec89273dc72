"""Title: All layers share one memory: what one layer remembers overwrites that of another.
Nudge: Whose input does backward find when two layers have run forward?
Hint: Keep the input in self, not in the class or in a global variable.
Explanation: LeakyReLU.x belongs to the class, of which there is one; self.x belongs to one layer. With two layers in a
    network, the forward of the second overwrites what the backward of the first needs.
Stage: properties
"""

import numpy as np


class LeakyReLU:
    def __init__(self, negative_slope=0.01):
        self.negative_slope = negative_slope

    def forward(self, x):
        LeakyReLU.x = x
        return np.where(x > 0, x, self.negative_slope * x)

    def backward(self, grad_output):
        return np.where(LeakyReLU.x > 0, grad_output, self.negative_slope * grad_output)
