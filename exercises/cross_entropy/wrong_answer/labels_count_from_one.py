"""Title: The class numbers are taken to begin with 1.
Nudge: Which column belongs to class 0?
Hint: Classes count from 0: use target as it is.
Explanation: target - 1 picks the class before the true one, and for class 0 it is -1, which in Python means the last
    column. No error is raised.
Stage: forward
"""

import numpy as np


class CrossEntropyLoss:
    def forward(self, prediction, target):
        shifted = prediction - prediction.max(axis=1, keepdims=True)
        log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
        self.p, self.target = np.exp(log_p), target
        return -log_p[np.arange(len(target)), target - 1].mean()

    def backward(self):
        grad = self.p.copy()
        grad[np.arange(len(grad)), self.target - 1] -= 1
        return grad / len(grad)
