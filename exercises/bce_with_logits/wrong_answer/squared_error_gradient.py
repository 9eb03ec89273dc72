"""Title: The gradient has a factor 2, as if the loss were a squared error.
Nudge: Where in the log-loss is there a square?
Hint: The gradient of the log-loss is (p - y) / M, without a 2.
Explanation: 2 (p - y) is the derivative of (p - y)². Here the 1/p of the logarithm and the p (1 - p) of the sigmoid
    cancel, and p - y is left.
Stage: backward
"""

import numpy as np


class BCEWithLogitsLoss:
    def forward(self, prediction, target):
        self.prediction, self.target = prediction, target
        return np.mean(np.logaddexp(0.0, prediction) - target * prediction)

    def backward(self):
        probability = np.exp(-np.logaddexp(0.0, -self.prediction))
        return 2.0 * (probability - self.target) / self.target.size
