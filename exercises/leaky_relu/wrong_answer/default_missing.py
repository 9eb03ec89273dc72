"""Title: The constructor has no default for negative_slope.
Nudge: Can the layer be built as LeakyReLU(), without any argument?
Hint: Write __init__(self, negative_slope=0.01).
Explanation: Without a default, LeakyReLU() raises a TypeError for the missing argument. A default is written in the
    signature: negative_slope=0.01.
Stage: forward
"""

import numpy as np


class LeakyReLU:
    def __init__(self, negative_slope):
        self.negative_slope = negative_slope

    def forward(self, x):
        self.x = x
        return np.where(x > 0, x, self.negative_slope * x)

    def backward(self, grad_output):
        return np.where(self.x > 0, grad_output, self.negative_slope * grad_output)
