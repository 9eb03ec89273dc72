"""Title: backward belongs to the first forward, not to the latest.
Nudge: What happens to the stored probabilities in the second forward?
Hint: Set what backward needs anew in every forward.
Explanation: In training, forward is called once for each batch. What backward needs must be replaced each time; here it
    is stored once and kept.
Stage: properties
"""

import numpy as np


class CrossEntropyLoss:
    def forward(self, prediction, target):
        shifted = prediction - prediction.max(axis=1, keepdims=True)
        log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
        if not hasattr(self, "p"):
            self.p, self.target = np.exp(log_p), target
        return -log_p[np.arange(len(target)), target].mean()

    def backward(self):
        grad = self.p.copy()
        grad[np.arange(len(grad)), self.target] -= 1
        return grad / len(grad)
