"""Title: backward writes the sigmoid as exp(z) / (1 + exp(z)), which is nan for large logits.
Nudge: What is infinity divided by infinity?
Hint: Use 1 / (1 + exp(-z)) where z is positive, so that exp never sees a large positive number.
Explanation: At z = 1000 both exp(z) and 1 + exp(z) are infinite and their quotient is nan. Divided by exp(z), the same
    fraction is 1 / (1 + exp(-z)), which is 1 there.
Stage: properties
"""

import numpy as np


class BCEWithLogitsLoss:
    def forward(self, prediction, target):
        self.prediction, self.target = prediction, target
        return np.mean(np.logaddexp(0.0, prediction) - target * prediction)

    def backward(self):
        probability = np.exp(self.prediction) / (1.0 + np.exp(self.prediction))
        return (probability - self.target) / self.target.size
