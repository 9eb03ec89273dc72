"""Title: forward returns one loss for each row instead of one number.
Nudge: How many numbers does a loss have?
Hint: Take the mean over the rows.
Explanation: The loss is a single number, the mean over the rows. Without the mean an array of shape (N,) comes back.
Stage: forward
"""

import numpy as np


class CrossEntropyLoss:
    def forward(self, prediction, target):
        shifted = prediction - prediction.max(axis=1, keepdims=True)
        log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
        self.p, self.target = np.exp(log_p), target
        return -log_p[np.arange(len(target)), target]

    def backward(self):
        grad = self.p.copy()
        grad[np.arange(len(grad)), self.target] -= 1
        return grad / len(grad)
