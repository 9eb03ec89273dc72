"""Title: forward returns the sum over the rows instead of the mean.
Nudge: What happens to the loss when every row is there twice?
Hint: Take the mean over the rows.
Explanation: The loss is the mean over the N rows, so that it does not grow with the size of the batch.
Stage: forward
"""

import numpy as np


class CrossEntropyLoss:
    def forward(self, prediction, target):
        shifted = prediction - prediction.max(axis=1, keepdims=True)
        log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
        self.p, self.target = np.exp(log_p), target
        return -log_p[np.arange(len(target)), target].sum()

    def backward(self):
        grad = self.p.copy()
        grad[np.arange(len(grad)), self.target] -= 1
        return grad / len(grad)
