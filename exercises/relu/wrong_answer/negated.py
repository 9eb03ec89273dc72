"""Title: backward has the wrong sign.
Nudge: Does the output rise or fall when a positive x grows?
Hint: Where the gate is open the derivative is +1.
Explanation: Where x > 0 the output is x, with derivative +1: the gradient passes with its own sign. The minus makes
    every step of training go uphill.
Stage: backward
"""

import numpy as np


class ReLU:
    def forward(self, x):
        self.x = x
        return np.maximum(0.0, x)

    def backward(self, grad_output):
        return -grad_output * (self.x > 0)
