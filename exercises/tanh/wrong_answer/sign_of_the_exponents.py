"""Title: The exponents are swapped: the function falls instead of rising.
Nudge: Is the output for a large positive x near 1 or near -1?
Hint: tanh(x) = (exp(x) - exp(-x)) / (exp(x) + exp(-x)), which np.tanh computes safely.
Explanation: (exp(-x) - exp(x)) / (exp(-x) + exp(x)) is tanh(-x) = -tanh(x): it falls from 1 to -1. The numerator is
    exp(x) - exp(-x).
Stage: forward
"""

import numpy as np


class Tanh:
    def forward(self, x):
        self.t = np.tanh(-x)
        return self.t

    def backward(self, grad_output):
        return grad_output * (1.0 - self.t**2)
