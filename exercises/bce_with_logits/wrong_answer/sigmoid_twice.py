"""Title: The sigmoid is applied twice.
Nudge: Which values can p take in your forward?
Hint: np.logaddexp(0, z) - y * z contains the sigmoid already: pass it the logits.
Explanation: The sigmoid of a probability lies between 0.5 and 0.73, so no answer can ever be sure. The formula log(1 +
    exp(z)) - y z starts from the logits and has the sigmoid built in.
Stage: forward
"""

import numpy as np


class BCEWithLogitsLoss:
    def forward(self, prediction, target):
        self.prediction, self.target = prediction, target
        prediction = 1.0 / (1.0 + np.exp(-prediction))
        return np.mean(np.logaddexp(0.0, prediction) - target * prediction)

    def backward(self):
        probability = np.exp(-np.logaddexp(0.0, -self.prediction))
        return (probability - self.target) / self.target.size
