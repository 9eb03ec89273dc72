"""Title: forward sets the negative numbers of the caller's array to zero.
Nudge: What does the caller find in x after forward?
Hint: x[x < 0] = 0 changes the array that was passed in; np.maximum(0, x) returns a new one.
Explanation: x[x < 0] = 0 writes into the array that was passed in: a residual connection that adds x later would add
    the wrong numbers. np.maximum(0, x) returns a new array and leaves x as it is.
Stage: properties
"""

import numpy as np


class ReLU:
    def forward(self, x):
        x[x < 0] = 0.0
        self.x = x
        return x

    def backward(self, grad_output):
        return grad_output * (self.x > 0)
