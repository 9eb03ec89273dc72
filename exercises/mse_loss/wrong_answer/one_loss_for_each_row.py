"""Title: The mean is taken along one axis only.
Nudge: How many numbers does a loss have?
Hint: np.mean without an axis is the mean over all elements.
Explanation: With axis=-1 the mean runs over the last axis only and leaves one number for each row. The loss is one
    number, so no axis is named.
Stage: forward
"""

import numpy as np


class MSELoss:
    def forward(self, prediction, target):
        self.error = prediction - target
        return np.mean(self.error**2, axis=-1)

    def backward(self):
        return 2 * self.error / self.error.size
