"""Title: The gradient is not divided by the number of elements.
Nudge: Where does the mean of forward appear in your backward?
Hint: The mean divides by the number of elements, and so does its derivative.
Explanation: The loss is a mean over M elements, and the factor 1/M stays when it is differentiated: dL/dz = (p - y) /
    M.
Stage: backward
"""

import numpy as np


class BCEWithLogitsLoss:
    def forward(self, prediction, target):
        self.prediction, self.target = prediction, target
        return np.mean(np.logaddexp(0.0, prediction) - target * prediction)

    def backward(self):
        probability = np.exp(-np.logaddexp(0.0, -self.prediction))
        return probability - self.target
