"""Title: Only the true class gets a gradient; that of the others is zero.
Nudge: Does the loss change if the logit of a wrong class changes?
Hint: All logits take part in the sum below the fraction: their gradient is p / N.
Explanation: The softmax divides by the sum over all classes, so raising a wrong logit takes probability away from the
    right one. Its gradient is p_c / N, and each row adds up to zero.
Stage: backward
"""

import numpy as np


class CrossEntropyLoss:
    def forward(self, prediction, target):
        shifted = prediction - prediction.max(axis=1, keepdims=True)
        log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
        self.p, self.target = np.exp(log_p), target
        return -log_p[np.arange(len(target)), target].mean()

    def backward(self):
        rows = np.arange(len(self.p))
        grad = np.zeros_like(self.p)
        grad[rows, self.target] = self.p[rows, self.target] - 1
        return grad / len(grad)
