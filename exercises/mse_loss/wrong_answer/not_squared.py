"""Title: The differences are not squared.
Nudge: Can your loss be negative?
Hint: Square the differences before the mean: error**2.
Explanation: The mean of p - t can be negative, and errors of opposite sign cancel. The loss is the mean of (p - t)².
Stage: forward
"""

import numpy as np


class MSELoss:
    def forward(self, prediction, target):
        self.error = prediction - target
        return np.mean(self.error)

    def backward(self):
        return 2 * self.error / self.error.size
