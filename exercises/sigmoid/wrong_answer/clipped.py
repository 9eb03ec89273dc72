"""Title: The input is clipped to [-15, 15], so large inputs give the wrong value.
Hint: Clipping changes the function. Choose a form of the formula in which np.exp never sees a large positive number.
Stage: properties
"""

import numpy as np


class Sigmoid:
    def forward(self, x):
        self.s = 1.0 / (1.0 + np.exp(-np.clip(x, -15.0, 15.0)))
        return self.s

    def backward(self, grad_output):
        return grad_output * self.s * (1.0 - self.s)
