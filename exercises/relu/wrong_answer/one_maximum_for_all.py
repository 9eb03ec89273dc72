"""Title: Forward compares the largest element with 0, not each element.
Hint: max() gives one number for the whole array; np.maximum(0, x) compares element by element.
Stage: forward
"""

import numpy as np


class ReLU:
    def forward(self, x):
        self.x = x
        return max(0.0, x.max())

    def backward(self, grad_output):
        return grad_output * (self.x > 0)
