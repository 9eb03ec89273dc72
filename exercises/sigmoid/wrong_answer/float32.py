"""Title: The result is converted to float32, which loses half of the digits.
Hint: Keep the dtype of the input: leave out astype(np.float32).
Stage: forward
"""

import numpy as np


class Sigmoid:
    def forward(self, x):
        self.s = (1.0 / (1.0 + np.exp(-x))).astype(np.float32)
        return self.s

    def backward(self, grad_output):
        return grad_output * self.s * (1.0 - self.s)
