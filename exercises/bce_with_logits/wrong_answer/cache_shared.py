"""Title: All losses share one memory: what one remembers overwrites that of another.
Nudge: Where do the logits live: in this object, or in the class?
Hint: Keep them in self, not in the class or in a global variable.
Explanation: An attribute of the class is one place for all its objects. With two losses in a program, the backward of
    the first would use the logits of the second.
Stage: properties
"""

import numpy as np


class BCEWithLogitsLoss:
    def forward(self, prediction, target):
        BCEWithLogitsLoss.cache = prediction, target
        return np.mean(np.logaddexp(0.0, prediction) - target * prediction)

    def backward(self):
        prediction, target = BCEWithLogitsLoss.cache
        probability = np.exp(-np.logaddexp(0.0, -prediction))
        return (probability - target) / target.size
