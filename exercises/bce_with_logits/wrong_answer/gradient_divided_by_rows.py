"""Title: The gradient is divided by the number of rows, the loss by the number of elements.
Nudge: By which number does your forward divide, and by which your backward?
Hint: Divide by target.size, as the mean in forward does; len(target) counts rows only.
Explanation: forward takes the mean over all M elements, so its derivative has 1/M with M = target.size. For shape (N,
    D), len gives N and a gradient D times too large.
Stage: backward
"""

import numpy as np


class BCEWithLogitsLoss:
    def forward(self, prediction, target):
        self.prediction, self.target = prediction, target
        return np.mean(np.logaddexp(0.0, prediction) - target * prediction)

    def backward(self):
        probability = np.exp(-np.logaddexp(0.0, -self.prediction))
        return (probability - self.target) / len(self.target)
