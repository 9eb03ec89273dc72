"""Title: The sigmoid is stretched but not moved down: the outputs lie between 0 and 2.
Nudge: What should the output be for x = 0?
Hint: tanh(x) = 2 * sigmoid(2x) - 1: subtract the 1, so that tanh(0) = 0.
Explanation: 2 sigmoid(2x) runs from 0 to 2 with 1 in the middle. tanh is centred at zero: subtracting 1 moves the
    range to -1 to 1. A constant doesn't change the derivative, so backward alone can't tell.
Stage: forward
"""

import numpy as np


class Tanh:
    def forward(self, x):
        self.s = 2.0 / (1.0 + np.exp(-2.0 * x))
        return self.s

    def backward(self, grad_output):
        t = self.s - 1.0
        return grad_output * (1.0 - t**2)
