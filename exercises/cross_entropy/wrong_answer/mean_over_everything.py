"""Title: The mean runs over all classes instead of the true ones.
Nudge: How many numbers does each row contribute to the loss?
Hint: One number for each row: log_p[np.arange(N), target].
Explanation: Averaging -log p over all classes rewards equal probabilities, whatever the label is. Each row contributes
    -log p of its true class only.
Stage: forward
"""

import numpy as np


class CrossEntropyLoss:
    def forward(self, prediction, target):
        shifted = prediction - prediction.max(axis=1, keepdims=True)
        log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
        self.p, self.target = np.exp(log_p), target
        return -log_p.mean()

    def backward(self):
        grad = self.p.copy()
        grad[np.arange(len(grad)), self.target] -= 1
        return grad / len(grad)
