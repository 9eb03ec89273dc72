"""Title: forward changes the negative numbers of the caller's array.
Nudge: What does the caller find in x after forward?
Hint: x[x < 0] = … changes the array that was passed in; np.where returns a new one.
Explanation: An assignment to x[…] writes into the array that was passed in: a residual connection that adds x later
    would add the wrong numbers. np.where makes a new array and leaves x as it is.
Stage: properties
"""

import numpy as np


class ELU:
    def __init__(self, alpha=1.0):
        self.alpha = alpha

    def forward(self, x):
        self.slope = np.where(x > 0, 1.0, self.alpha * np.exp(x))
        x[x < 0] = self.alpha * (np.exp(x[x < 0]) - 1)
        return x

    def backward(self, grad_output):
        return grad_output * self.slope
