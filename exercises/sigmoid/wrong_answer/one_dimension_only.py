"""Title: The loop handles one axis only, so arrays with more axes fail.
Nudge: What is each item of the loop when x has two axes?
Hint: np.exp works element by element on arrays of any shape; no loop is needed.
Explanation: Looping over a two-dimensional array gives its rows, and math.exp takes single numbers only. np.exp works
    element by element on an array of any shape: 1 / (1 + np.exp(-x)) needs no loop.
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
