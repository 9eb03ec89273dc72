"""Title: The gradient uses the logits where it needs the probabilities.
Nudge: Which numbers does p stand for in p - y?
Hint: Apply the sigmoid first: p = 1 / (1 + exp(-z)).
Explanation: dL/dz = (σ(z) - y) / M. With z in place of σ(z) the gradient is that of half a squared error between logit
    and label.
Stage: backward
"""

import numpy as np


class BCEWithLogitsLoss:
    def forward(self, prediction, target):
        self.prediction, self.target = prediction, target
        return np.mean(np.logaddexp(0.0, prediction) - target * prediction)

    def backward(self):
        probability = self.prediction
        return (probability - self.target) / self.target.size
