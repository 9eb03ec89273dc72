"""Title: backward returns one number instead of one for each element.
Nudge: What shape does a gradient have?
Hint: The gradient has the shape of the prediction: do not average it.
Explanation: The mean belongs to the loss. Each logit has a slope of its own, (p_i - y_i) / M; np.mean in backward mixes
    them into one.
Stage: backward
"""

import numpy as np


class BCEWithLogitsLoss:
    def forward(self, prediction, target):
        self.prediction, self.target = prediction, target
        return np.mean(np.logaddexp(0.0, prediction) - target * prediction)

    def backward(self):
        probability = np.exp(-np.logaddexp(0.0, -self.prediction))
        return np.mean(probability - self.target)
