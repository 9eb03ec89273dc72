"""Title: The loss takes the logarithm of a probability that has become 0.
Nudge: Which probability does your forward compute for a logit of 1000 or -1000?
Hint: Compute the loss from the logits: np.logaddexp(0, z) - y * z.
Explanation: At z = 1000 the sigmoid is exactly 1 in floating point, log(1 - p) is -inf, and 0 · -inf is nan. The same
    loss, written as log(1 + exp(z)) - y z and computed by np.logaddexp(0, z) - y * z, never leaves the finite numbers.
Stage: properties
"""

import numpy as np


class BCEWithLogitsLoss:
    def forward(self, prediction, target):
        self.prediction, self.target = prediction, target
        p = 1.0 / (1.0 + np.exp(-prediction))
        return -np.mean(target * np.log(p) + (1.0 - target) * np.log(1.0 - p))

    def backward(self):
        probability = np.exp(-np.logaddexp(0.0, -self.prediction))
        return (probability - self.target) / self.target.size
