"""Title: A small number is added inside the logarithm, which shifts every loss.
Nudge: Is the loss of an element with p = 0.5 and label 1 exactly log 2?
Hint: Leave the epsilon out and compute the loss from the logits.
Explanation: log(p + 1e-7) is not log(p): the loss is off by about 1e-7 / p everywhere, and at p = 0 it stops at 16.
    np.logaddexp(0, z) - y * z needs no epsilon.
Stage: forward
"""

import numpy as np


class BCEWithLogitsLoss:
    def forward(self, prediction, target):
        self.prediction, self.target = prediction, target
        p = 1.0 / (1.0 + np.exp(-prediction))
        eps = 1e-7
        return -np.mean(target * np.log(p + eps) + (1.0 - target) * np.log(1.0 - p + eps))

    def backward(self):
        probability = np.exp(-np.logaddexp(0.0, -self.prediction))
        return (probability - self.target) / self.target.size
