"""Title: Forward gives 0 on the negative side: the leak is missing.
Nudge: What is the output for x = -1 and a slope of 0.5?
Hint: Where x is negative the output is negative_slope * x, not 0.
Explanation: np.maximum(0, x) is plain ReLU, whose gradient on the negative side is 0, so that a unit can die. Leaky
    ReLU keeps a small slope there: np.where(x > 0, x, negative_slope * x).
Stage: forward
"""

import numpy as np


class LeakyReLU:
    def __init__(self, negative_slope=0.01):
        self.negative_slope = negative_slope

    def forward(self, x):
        self.x = x
        return np.maximum(0.0, x)

    def backward(self, grad_output):
        return np.where(self.x > 0, grad_output, self.negative_slope * grad_output)
