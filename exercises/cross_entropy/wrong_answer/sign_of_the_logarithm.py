"""Title: The loss has the wrong sign: it is the log-likelihood itself.
Nudge: Is the logarithm of a probability positive or negative?
Hint: The loss is minus the mean of the logarithms.
Explanation: log p is negative, and larger is better. A loss is made small in training, so it is -log p of the true
    class.
Stage: forward
"""

import numpy as np


class CrossEntropyLoss:
    def forward(self, prediction, target):
        shifted = prediction - prediction.max(axis=1, keepdims=True)
        log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
        self.p, self.target = np.exp(log_p), target
        return log_p[np.arange(len(target)), target].mean()

    def backward(self):
        grad = self.p.copy()
        grad[np.arange(len(grad)), self.target] -= 1
        return grad / len(grad)
