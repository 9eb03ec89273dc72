"""Title: The gradient is multiplied by the loss.
Nudge: What is the derivative of the loss with respect to itself?
Hint: backward begins with 1, not with the loss.
Explanation: The chain rule starts with dL/dL = 1. The value of the loss appears nowhere in its gradient, 2 (p - t) / M.
Stage: backward
"""

import numpy as np


class MSELoss:
    def forward(self, prediction, target):
        self.error = prediction - target
        return np.mean(self.error**2)

    def backward(self):
        return 2 * np.mean(self.error**2) * self.error / self.error.size
