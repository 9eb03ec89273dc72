"""Title: Forward returns 1 where x > 0 instead of x itself.
Hint: That is the derivative; forward keeps the positive numbers themselves.
Stage: forward
"""

import numpy as np


class ReLU:
    def forward(self, x):
        self.x = x
        return (x > 0).astype(float)

    def backward(self, grad_output):
        return grad_output * (self.x > 0)
