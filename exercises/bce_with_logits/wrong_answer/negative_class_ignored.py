"""Title: Elements with label 0 cost nothing.
Nudge: What does your loss say about a model that always answers class 1?
Hint: The second term is missing: -(1 - y) log(1 - p).
Explanation: -y log p is 0 where y = 0, so wrong answers there are free, and predicting 1 for everything would be
    perfect. The other term, -(1 - y) log(1 - p), charges them.
Stage: forward
"""

import numpy as np


class BCEWithLogitsLoss:
    def forward(self, prediction, target):
        self.prediction, self.target = prediction, target
        return np.mean(target * np.logaddexp(0.0, -prediction))

    def backward(self):
        probability = np.exp(-np.logaddexp(0.0, -self.prediction))
        return (probability - self.target) / self.target.size
