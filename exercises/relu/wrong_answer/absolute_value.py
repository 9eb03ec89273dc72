"""Title: Forward computes |x| instead of max(0, x).
Hint: Negative numbers become 0, they are not mirrored.
Stage: forward
"""

import numpy as np


class ReLU:
    def forward(self, x):
        self.x = x
        return np.abs(x)

    def backward(self, grad_output):
        return grad_output * np.sign(self.x)
