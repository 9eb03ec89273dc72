"""Title: The gradient is divided by the number of elements twice.
Nudge: How often does 1/M stand in the formula of the gradient?
Hint: Divide once: p - y is not a mean yet.
Explanation: dL/dz = (p - y) / M has one 1/M, that of the mean in forward.
Stage: backward
"""

import numpy as np


class BCEWithLogitsLoss:
    def forward(self, prediction, target):
        self.prediction, self.target = prediction, target
        return np.mean(np.logaddexp(0.0, prediction) - target * prediction)

    def backward(self):
        probability = np.exp(-np.logaddexp(0.0, -self.prediction))
        return (probability - self.target) / self.target.size**2
