"""Title: backward writes into the caller's grad_output.
Nudge: What does the caller find in grad_output after backward?
Hint: grad_output *= … changes the array that was passed in: write grad_output * (1 - t * t).
Explanation: *= multiplies in place, so the caller's array changes, and the caller may need it for another branch of
    the network, where gradients add up. The operator * makes a new array.
Stage: properties
"""

import numpy as np


class Tanh:
    def forward(self, x):
        self.t = np.tanh(x)
        return self.t

    def backward(self, grad_output):
        grad_output *= 1.0 - self.t**2
        return grad_output
