"""Title: forward returns the sum of the losses instead of their mean.
Nudge: What happens to the loss when every element is there twice?
Hint: Divide by the number of elements: np.mean.
Explanation: The loss is the mean over all M elements, so that it does not grow with the size of the batch.
Stage: forward
"""

import numpy as np


class BCEWithLogitsLoss:
    def forward(self, prediction, target):
        self.prediction, self.target = prediction, target
        return np.sum(np.logaddexp(0.0, prediction) - target * prediction)

    def backward(self):
        probability = np.exp(-np.logaddexp(0.0, -self.prediction))
        return (probability - self.target) / self.target.size
