"""Title: forward writes its result into the caller's array.
Nudge: Which array holds the result after forward: a new one or the caller's?
Hint: Leave x as it is: create a new array instead of using out= or x[...] = ….
Explanation: out=x stores the result in the array that the caller passed in, whose numbers are then gone: the caller
    may still need them, for example for another branch of a network. Without out=, np.tanh makes a new array.
Stage: properties
"""

import numpy as np


class Tanh:
    def forward(self, x):
        self.t = np.tanh(x, out=x)
        return self.t

    def backward(self, grad_output):
        return grad_output * (1.0 - self.t**2)
