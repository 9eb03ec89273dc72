"""Title: backward writes into the caller's grad_output.
Nudge: What does the caller find in grad_output after backward?
Hint: grad_output[...] = 0 changes the array that was passed in; work on a copy or use np.where.
Explanation: grad_output[x <= 0] = 0 writes into the array that was passed in, and the caller may need it for another
    branch of the network, where gradients add up. grad_output * (x > 0) makes a new array.
Stage: properties
"""

import numpy as np


class ReLU:
    def forward(self, x):
        self.x = x
        return np.maximum(0.0, x)

    def backward(self, grad_output):
        grad_output[self.x <= 0] = 0.0
        return grad_output
