"""Title: forward returns the sum of the squares instead of their mean.
Nudge: What happens to the loss when every element is there twice?
Hint: Divide by the number of elements: np.mean.
Explanation: The loss is the mean over all M elements, sum((p - t)²) / M, so that it does not grow with the size of the
    batch.
Stage: forward
"""

import numpy as np


class MSELoss:
    def forward(self, prediction, target):
        self.error = prediction - target
        return np.sum(self.error**2)

    def backward(self):
        return 2 * self.error / self.error.size
