"""Title: forward subtracts the maximum inside the caller's array.
Nudge: What do the logits contain after forward?
Hint: -= changes the array that was passed in; write the difference into a new variable.
Explanation: prediction -= … works in place: the caller's logits are others afterwards. shifted = prediction - … makes a
    new array.
Stage: properties
"""

import numpy as np


class CrossEntropyLoss:
    def forward(self, prediction, target):
        prediction -= prediction.max(axis=1, keepdims=True)
        shifted = prediction
        log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
        self.p, self.target = np.exp(log_p), target
        return -log_p[np.arange(len(target)), target].mean()

    def backward(self):
        grad = self.p.copy()
        grad[np.arange(len(grad)), self.target] -= 1
        return grad / len(grad)
