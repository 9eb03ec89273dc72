"""Title: The logarithm is that of base 2.
Nudge: What is the loss of a logit of 0?
Hint: np.log is the natural logarithm.
Explanation: Bits differ from the natural unit by the factor 1 / log 2 = 1.4427, and so would the gradient. The log-loss
    is defined with the natural logarithm: a logit of 0 costs 0.693147.
Stage: forward
"""

import numpy as np


class BCEWithLogitsLoss:
    def forward(self, prediction, target):
        self.prediction, self.target = prediction, target
        return np.mean(np.logaddexp(0.0, prediction) - target * prediction) / np.log(2.0)

    def backward(self):
        probability = np.exp(-np.logaddexp(0.0, -self.prediction))
        return (probability - self.target) / self.target.size
