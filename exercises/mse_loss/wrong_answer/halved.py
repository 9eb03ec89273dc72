"""Title: Loss and gradient are half of what they should be.
Nudge: By what is your loss smaller than the one in the worked example?
Hint: There is no factor 1/2 in front of this loss: take the plain mean of the squares.
Explanation: Some books define the loss with a half so that the 2 of the derivative cancels. Here, as in PyTorch, L =
    mean((p - t)²) and dL/dp = 2 (p - t) / M.
Stage: forward
"""

import numpy as np


class MSELoss:
    def forward(self, prediction, target):
        self.error = prediction - target
        return 0.5 * np.mean(self.error**2)

    def backward(self):
        return self.error / self.error.size
