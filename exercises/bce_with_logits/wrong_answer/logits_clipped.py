"""Title: The logits are cut off at -50 and 50.
Nudge: What does your loss say about logits of 100 and of 1000?
Hint: Clipping changes the function. np.logaddexp needs no clipping.
Explanation: A logit of 1000 with label 0 costs 1000, not 50. Cutting the logit off avoids the overflow and gives a
    wrong loss; np.logaddexp(0, z) - y * z is stable and right.
Stage: properties
"""

import numpy as np


class BCEWithLogitsLoss:
    def forward(self, prediction, target):
        self.prediction, self.target = prediction, target
        z = np.clip(prediction, -50.0, 50.0)
        return np.mean(np.logaddexp(0.0, z) - target * z)

    def backward(self):
        probability = np.exp(-np.logaddexp(0.0, -self.prediction))
        return (probability - self.target) / self.target.size
