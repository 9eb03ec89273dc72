"""Title: The formula is the one for labels -1 and 1, but the labels are 0 and 1.
Nudge: What does your formula give for label 0, whatever the logit is?
Hint: log(1 + exp(-y z)) is for labels -1 and 1. Here use log(1 + exp(z)) - y z.
Explanation: With y = 0 the product y z is 0 and the element costs log 2, whatever was predicted. Labels 0 and 1 become
    -1 and 1 by 2y - 1: log(1 + exp(-(2y - 1) z)).
Stage: forward
"""

import numpy as np


class BCEWithLogitsLoss:
    def forward(self, prediction, target):
        self.prediction, self.target = prediction, target
        return np.mean(np.logaddexp(0.0, -target * prediction))

    def backward(self):
        probability = np.exp(-np.logaddexp(0.0, -self.prediction))
        return (probability - self.target) / self.target.size
