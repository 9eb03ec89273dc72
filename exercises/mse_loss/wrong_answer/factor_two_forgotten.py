"""Title: The gradient lacks the factor 2 of the square.
Nudge: What is the derivative of e² with respect to e?
Hint: The derivative of e² is 2e: multiply by 2.
Explanation: L is the mean of (p - t)², and the derivative of a square brings down its exponent: dL/dp = 2 (p - t) / M.
    Without the 2 every step is half as long as it should be.
Stage: backward
"""

import numpy as np


class MSELoss:
    def forward(self, prediction, target):
        self.error = prediction - target
        return np.mean(self.error**2)

    def backward(self):
        return self.error / self.error.size
