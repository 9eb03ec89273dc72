"""Title: The logits are taken for probabilities: the sigmoid is missing.
Nudge: Are the numbers that forward gets between 0 and 1?
Hint: Logits may be any number; their sigmoid is the probability.
Explanation: The logarithm of a negative logit is nan. The loss is -mean(y log p + (1 - y) log(1 - p)) with p = σ(z), or
    from the logits directly log(1 + exp(z)) - y z.
Stage: forward
"""

import numpy as np


class BCEWithLogitsLoss:
    def forward(self, prediction, target):
        self.prediction, self.target = prediction, target
        return -np.mean(target * np.log(prediction) + (1.0 - target) * np.log(1.0 - prediction))

    def backward(self):
        probability = np.exp(-np.logaddexp(0.0, -self.prediction))
        return (probability - self.target) / self.target.size
