"""Title: The sum is divided by the number of rows, not by the number of elements.
Nudge: Is your loss right for arrays of one dimension, and what changes with the second?
Hint: len(x) counts rows only; x.size counts all elements.
Explanation: The mean runs over all elements: for shape (N, D) divide by N·D. len(error) is N, so the result is D times
    too large.
Stage: forward
"""

import numpy as np


class MSELoss:
    def forward(self, prediction, target):
        self.error = prediction - target
        return np.sum(self.error**2) / len(self.error)

    def backward(self):
        return 2 * self.error / len(self.error)
