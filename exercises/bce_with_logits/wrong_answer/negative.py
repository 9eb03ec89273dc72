"""Title: The gradient has the wrong sign.
Nudge: If the label is 1, in which direction must the logit go to lower the loss?
Hint: The gradient is p - y, in this order.
Explanation: dL/dz = (p - y) / M. With y = 1 it is negative, so that a step against it raises the logit. With y - p the
    model would learn the opposite of every label.
Stage: backward
"""

import numpy as np


class BCEWithLogitsLoss:
    def forward(self, prediction, target):
        self.prediction, self.target = prediction, target
        return np.mean(np.logaddexp(0.0, prediction) - target * prediction)

    def backward(self):
        probability = np.exp(-np.logaddexp(0.0, -self.prediction))
        return (self.target - probability) / self.target.size
