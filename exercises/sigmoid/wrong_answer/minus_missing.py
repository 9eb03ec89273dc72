"""Title: The minus sign in the exponent is missing: the function falls instead of rising.
Hint: Write np.exp(-x), so that large x gives values near 1.
Stage: forward
"""

import numpy as np


class Sigmoid:
    def forward(self, x):
        self.s = 1.0 / (1.0 + np.exp(x))
        return self.s

    def backward(self, grad_output):
        return grad_output * self.s * (1.0 - self.s)
