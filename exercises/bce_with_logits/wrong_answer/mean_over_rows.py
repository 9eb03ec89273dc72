"""Title: The sum is divided by the number of rows, not by the number of elements.
Nudge: Is your loss right for arrays of one dimension, and what changes with the second?
Hint: len(x) counts rows only; x.size counts all elements.
Explanation: The mean runs over all elements: for shape (N, D) divide by N·D. len(target) is N, so the result is D times
    too large.
Stage: forward
"""

import numpy as np


class BCEWithLogitsLoss:
    def forward(self, prediction, target):
        self.prediction, self.target = prediction, target
        return np.sum(np.logaddexp(0.0, prediction) - target * prediction) / len(target)

    def backward(self):
        probability = np.exp(-np.logaddexp(0.0, -self.prediction))
        return (probability - self.target) / len(self.target)
