"""Title: The loop handles one axis only, so arrays with more axes fail.
Hint: np.exp works element by element on arrays of any shape; no loop is needed.
Stage: forward
"""

import math

import numpy as np


class Sigmoid:
    def forward(self, x):
        self.s = np.array([1.0 / (1.0 + math.exp(-value)) for value in x])
        return self.s

    def backward(self, grad_output):
        return np.array([g * s * (1.0 - s) for g, s in zip(grad_output, self.s)])
