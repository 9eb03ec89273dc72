"""Title: backward writes into the caller's grad_output.
Nudge: What does the caller find in grad_output after backward?
Hint: grad_output *= … changes the array that was passed in: use the operator *.
Explanation: *= multiplies in place, so the caller's array changes, and the caller may need it for another branch of
    the network, where gradients add up. The operator * makes a new array.
Stage: properties
"""

import numpy as np


class ELU:
    def __init__(self, alpha=1.0):
        self.alpha = alpha

    def forward(self, x):
        self.x = x
        self.out = np.where(x > 0, x, self.alpha * (np.exp(x) - 1))
        return self.out

    def backward(self, grad_output):
        grad_output *= np.where(self.x > 0, 1.0, self.alpha * np.exp(self.x))
        return grad_output
