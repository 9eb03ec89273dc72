"""Title: The gradient is not divided by the number of elements.
Nudge: Where does the mean of forward appear in your backward?
Hint: The mean divides by the number of elements, and so does its derivative.
Explanation: L = sum((p - t)²) / M. The factor 1/M stays when the sum is differentiated: dL/dp = 2 (p - t) / M.
Stage: backward
"""

import numpy as np


class MSELoss:
    def forward(self, prediction, target):
        self.error = prediction - target
        return np.mean(self.error**2)

    def backward(self):
        return 2 * self.error
