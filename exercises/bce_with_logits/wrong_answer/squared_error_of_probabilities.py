"""Title: The loss is the squared error of the probabilities.
Nudge: What does a sure and wrong answer cost at most?
Hint: Take logarithms: -log p where y = 1 and -log(1 - p) where y = 0.
Explanation: (p - y)² is never above 1, and its gradient fades where the sigmoid is flat, just where the model is most
    wrong. The log-loss has no upper limit.
Stage: forward
"""

import numpy as np


class BCEWithLogitsLoss:
    def forward(self, prediction, target):
        self.prediction, self.target = prediction, target
        p = 1.0 / (1.0 + np.exp(-prediction))
        return np.mean((p - target) ** 2)

    def backward(self):
        probability = np.exp(-np.logaddexp(0.0, -self.prediction))
        return (probability - self.target) / self.target.size
