"""Title: forward writes its result into the caller's array.
Nudge: Which array holds the result after forward: a new one or the caller's?
Hint: Leave x as it is: create a new array instead of using out= or x[...] = ….
Explanation: out=x stores the result in the array that the caller passed in, whose numbers are then gone: the caller
    may still need them, for example for another branch of a network. Without out=, NumPy makes a new array.
Stage: properties
"""

import numpy as np


class Softplus:
    def forward(self, x):
        self.slope = 1.0 / (1.0 + np.exp(-x))
        return np.logaddexp(0.0, x, out=x)

    def backward(self, grad_output):
        return grad_output * self.slope
