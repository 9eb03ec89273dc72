"""Title: The logarithm is that of base 2.
Nudge: What is the loss of two equal logits?
Hint: np.log is the natural logarithm.
Explanation: Bits differ from the natural unit by the factor 1 / log 2 = 1.4427. The cross-entropy of this course, and
    of PyTorch, takes the natural logarithm: two equal logits cost 0.693147.
Stage: forward
"""

import numpy as np


class CrossEntropyLoss:
    def forward(self, prediction, target):
        shifted = prediction - prediction.max(axis=1, keepdims=True)
        log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
        self.p, self.target = np.exp(log_p), target
        return -log_p[np.arange(len(target)), target].mean() / np.log(2)

    def backward(self):
        grad = self.p.copy()
        grad[np.arange(len(grad)), self.target] -= 1
        return grad / len(grad)
