"""Title: The two labels are swapped: the loss of label 0 is used for label 1.
Nudge: What should a large positive logit cost if the label is 1?
Hint: -log p belongs to y = 1, and -log(1 - p) to y = 0.
Explanation: p is the probability of class 1, so y = 1 costs -log p. As it stands, a model that is right about
    everything pays the highest price.
Stage: forward
"""

import numpy as np


class BCEWithLogitsLoss:
    def forward(self, prediction, target):
        self.prediction, self.target = prediction, target
        return np.mean(np.logaddexp(0.0, prediction) - (1.0 - target) * prediction)

    def backward(self):
        probability = np.exp(-np.logaddexp(0.0, -self.prediction))
        return (probability - 1.0 + self.target) / self.target.size
