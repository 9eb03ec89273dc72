"""Title: forward returns one loss for each element instead of one number.
Nudge: How many numbers does a loss have?
Hint: Take the mean over all elements.
Explanation: The loss is a single number, the mean over all elements. Without the mean an array comes back.
Stage: forward
"""

import numpy as np


class BCEWithLogitsLoss:
    def forward(self, prediction, target):
        self.prediction, self.target = prediction, target
        return np.logaddexp(0.0, prediction) - target * prediction

    def backward(self):
        probability = np.exp(-np.logaddexp(0.0, -self.prediction))
        return (probability - self.target) / self.target.size
