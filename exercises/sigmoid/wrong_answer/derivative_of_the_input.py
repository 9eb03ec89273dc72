"""Title: The formula s (1 - s) is applied to the input x instead of the output s.
Hint: The s in s * (1 - s) is what forward returned: keep the output, not the input.
Stage: backward
"""

import numpy as np


class Sigmoid:
    def forward(self, x):
        self.x = x
        return 1.0 / (1.0 + np.exp(-x))

    def backward(self, grad_output):
        return grad_output * self.x * (1.0 - self.x)
