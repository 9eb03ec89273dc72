"""Title: The gradient is divided by the number of elements twice.
Nudge: How often does 1/M stand in the formula of the gradient?
Hint: Divide once: the error itself is not a mean.
Explanation: dL/dp = 2 (p - t) / M has one 1/M, that of the mean in forward.
Stage: backward
"""

import numpy as np


class MSELoss:
    def forward(self, prediction, target):
        self.error = prediction - target
        return np.mean(self.error**2)

    def backward(self):
        return 2 * self.error / self.error.size**2
