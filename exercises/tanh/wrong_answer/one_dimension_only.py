"""Title: The loop handles one axis only, so arrays with more axes fail.
Nudge: What is each item of the loop when x has two axes?
Hint: np.tanh works element by element on arrays of any shape; no loop is needed.
Explanation: Looping over a two-dimensional array gives its rows, and math.tanh takes single numbers only. np.tanh(x)
    needs no loop, whatever the shape.
Stage: forward
"""

import math

import numpy as np


class Tanh:
    def forward(self, x):
        self.t = np.array([math.tanh(value) for value in x])
        return self.t

    def backward(self, grad_output):
        return np.array([g * (1.0 - t * t) for g, t in zip(grad_output, self.t)])
