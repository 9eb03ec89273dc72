"""Title: The loss has the wrong sign: it is the log-likelihood itself.
Nudge: Is the logarithm of a probability positive or negative?
Hint: The loss is minus the mean of the logarithms.
Explanation: log p is negative, and larger is better. A loss is made small in training, so it is -log p: L = -mean(y log
    p + (1 - y) log(1 - p)).
Stage: forward
"""

import numpy as np


class BCEWithLogitsLoss:
    def forward(self, prediction, target):
        self.prediction, self.target = prediction, target
        return np.mean(target * prediction - np.logaddexp(0.0, prediction))

    def backward(self):
        probability = np.exp(-np.logaddexp(0.0, -self.prediction))
        return (probability - self.target) / self.target.size
