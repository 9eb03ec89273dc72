"""Title: The sum is divided by rows times classes instead of rows.
Nudge: How many terms does your sum have?
Hint: Divide by N: one term for each row.
Explanation: With a one-hot matrix the product has N·C entries, but only N of them are not zero. The loss is their sum
    divided by N; np.mean over the whole matrix divides by N·C.
Stage: forward
"""

import numpy as np


class CrossEntropyLoss:
    def forward(self, prediction, target):
        shifted = prediction - prediction.max(axis=1, keepdims=True)
        log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
        self.p, self.target = np.exp(log_p), target
        return -np.mean(np.eye(prediction.shape[1])[target] * log_p)

    def backward(self):
        grad = self.p.copy()
        grad[np.arange(len(grad)), self.target] -= 1
        return grad / grad.size
