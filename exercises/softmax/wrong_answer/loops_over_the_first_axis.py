"""Title: The loop takes each x[i] for one row, which is true for two axes only.
Nudge: What is x[0] when x has the shape (2, 3, 4)?
Hint: Work over the last axis of the whole array: axis=-1 with keepdims=True, no loop.
Explanation: For (N, C) each x[i] is a row. For (N, T, C) it is a matrix, and its sum runs over everything in it. With
    axis=-1 and keepdims=True the same two lines fit any number of axes.
Stage: forward
"""

import numpy as np


class Softmax:
    def probabilities(self, row):
        e = np.exp(row - row.max())
        return e / e.sum()

    def forward(self, x):
        self.p = np.array([self.probabilities(row) for row in x])
        return self.p

    def backward(self, grad_output):
        rows = zip(self.p, grad_output)
        return np.array([p * (g - np.sum(g * p)) for p, g in rows])
