"""Title: backward writes into the caller's grad_output.
Nudge: What does the caller find in grad_output after backward?
Hint: grad_output /= … changes the array that was passed in: use the operator /.
Explanation: /= divides in place, so the caller's array changes, and the caller may need it for another branch of the
    network, where gradients add up. The operator / makes a new array.
Stage: properties
"""

import numpy as np


class Softplus:
    def forward(self, x):
        self.x = x
        return np.logaddexp(0.0, x)

    def backward(self, grad_output):
        grad_output /= 1.0 + np.exp(-self.x)
        return grad_output
