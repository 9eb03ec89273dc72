"""Title: Forward computes the hyperbolic sine: the division by cosh is missing.
Nudge: Between which two numbers must every output lie?
Hint: tanh is sinh divided by cosh: np.tanh.
Explanation: (exp(x) - exp(-x)) / 2 is sinh(x), which grows without limit. Divided by cosh(x) = (exp(x) + exp(-x)) / 2
    it becomes tanh(x), between -1 and 1.
Stage: forward
"""

import numpy as np


class Tanh:
    def forward(self, x):
        self.x = x
        return (np.exp(x) - np.exp(-x)) / 2.0

    def backward(self, grad_output):
        return grad_output * (np.exp(self.x) + np.exp(-self.x)) / 2.0
