"""Title: max(0, x) of Python compares whole arrays and fails.
Hint: Python's max wants single numbers; np.maximum compares element by element.
Stage: forward
"""

import numpy as np


class ReLU:
    def forward(self, x):
        self.x = x
        return max(0, x)

    def backward(self, grad_output):
        return grad_output * (self.x > 0)
