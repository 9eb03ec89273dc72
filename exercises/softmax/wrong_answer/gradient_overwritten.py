"""Title: backward writes into the caller's grad_output.
Nudge: What does the caller find in grad_output after backward?
Hint: grad_output -= … changes the array that was passed in: use the operator -.
Explanation: -= subtracts in place, so the caller's array changes, and the caller may need it for another branch of the
    network, where gradients add up. The operator - makes a new array.
Stage: properties
"""

import numpy as np


class Softmax:
    def forward(self, x):
        e = np.exp(x - x.max(axis=-1, keepdims=True))
        self.p = e / e.sum(axis=-1, keepdims=True)
        return self.p

    def backward(self, grad_output):
        grad_output -= (grad_output * self.p).sum(axis=-1, keepdims=True)
        return self.p * grad_output
