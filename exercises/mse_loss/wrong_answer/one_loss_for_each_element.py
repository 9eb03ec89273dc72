"""Title: forward returns one loss for each element instead of one number.
Nudge: How many numbers does a loss have?
Hint: Take the mean over all elements.
Explanation: The loss is a single number, mean((p - t)²). Without the mean an array comes back, and a gradient with
    respect to it is not defined by backward() alone.
Stage: forward
"""

import numpy as np


class MSELoss:
    def forward(self, prediction, target):
        self.error = prediction - target
        return self.error**2

    def backward(self):
        return 2 * self.error / self.error.size
