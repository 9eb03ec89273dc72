"""Title: The difference is taken between every prediction and every target.
Nudge: How many differences does your forward compute?
Hint: Prediction and target have the same shape: subtract them as they are.
Explanation: A column of shape (M, 1) minus a row of shape (M,) broadcasts to all M·M pairs, without any warning. The
    loss compares each prediction with its own target: prediction - target.
Stage: forward
"""

import numpy as np


class MSELoss:
    def forward(self, prediction, target):
        self.error = prediction - target
        pairs = prediction.reshape(-1, 1) - target.reshape(-1)
        return np.mean(pairs**2)

    def backward(self):
        return 2 * self.error / self.error.size
