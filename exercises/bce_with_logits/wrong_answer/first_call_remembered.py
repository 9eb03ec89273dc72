"""Title: backward belongs to the first forward, not to the latest.
Nudge: What happens to the stored logits in the second forward?
Hint: Set what backward needs anew in every forward.
Explanation: In training, forward is called once for each batch. What backward needs must be replaced each time; here it
    is stored once and kept.
Stage: properties
"""

import numpy as np


class BCEWithLogitsLoss:
    def forward(self, prediction, target):
        if not hasattr(self, "target"):
            self.prediction, self.target = prediction, target
        return np.mean(np.logaddexp(0.0, prediction) - target * prediction)

    def backward(self):
        probability = np.exp(-np.logaddexp(0.0, -self.prediction))
        return (probability - self.target) / self.target.size
