"""Title: The gradient is divided by the number of rows, the loss by the number of elements.
Nudge: By which number does your forward divide, and by which your backward?
Hint: Divide by error.size, as the mean in forward does; len(error) counts rows only.
Explanation: forward takes the mean over all M elements, so its derivative has 1/M: 2 (p - t) / M with M = error.size.
    For shape (N, D), len gives N and a gradient D times too large.
Stage: backward
"""

import numpy as np


class MSELoss:
    def forward(self, prediction, target):
        self.error = prediction - target
        return np.mean(self.error**2)

    def backward(self):
        return 2 * self.error / len(self.error)
