"""Title: The 1 is subtracted from whole columns instead of one entry in each row.
Nudge: How many entries does p[:, target] have?
Hint: Index rows and columns in pairs: p[np.arange(N), target].
Explanation: p[:, target] names the columns of all labels in every row. np.arange(N) beside target pairs row n with
    column t_n, which is one entry for each row.
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
        grad = self.p.copy()
        grad[:, self.target] -= 1
        return grad / len(grad)
