"""Title: backward has the sides swapped: the slope is applied where the input was positive.
Nudge: Which of the two sides of np.where belongs to x > 0?
Hint: Where x > 0 the gradient is grad_output; where x < 0 it is negative_slope * grad_output.
Explanation: Forward gives x where x > 0, with derivative 1, and a x where x < 0, with derivative a. Backward must
    choose the same way: np.where(x > 0, g, a * g).
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
        return np.where(self.x > 0, self.negative_slope * grad_output, grad_output)
