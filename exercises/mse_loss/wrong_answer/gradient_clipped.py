"""Title: The gradient is cut off at -5 and 5.
Nudge: How does your gradient grow with the error, up to which error?
Hint: Large errors have large gradients: leave out np.clip.
Explanation: Clipping is a remedy against exploding gradients and belongs to the optimizer. The derivative of the loss,
    2 (p - t) / M, has no upper limit.
Stage: properties
"""

import numpy as np


class MSELoss:
    def forward(self, prediction, target):
        self.error = prediction - target
        return np.mean(self.error**2)

    def backward(self):
        return np.clip(2 * self.error / self.error.size, -5.0, 5.0)
