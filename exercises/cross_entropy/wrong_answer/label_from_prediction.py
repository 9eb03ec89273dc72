"""Title: The loss looks at the predicted class instead of the true one.
Nudge: Does your loss depend on target?
Hint: Pick the probability of the class that target names.
Explanation: The largest probability says how sure the model is, not whether it is right. The loss of row n is -log p at
    its true class t_n.
Stage: forward
"""

import numpy as np


class CrossEntropyLoss:
    def forward(self, prediction, target):
        shifted = prediction - prediction.max(axis=1, keepdims=True)
        log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
        self.p, self.target = np.exp(log_p), target
        return -log_p.max(axis=1).mean()

    def backward(self):
        grad = self.p.copy()
        grad[np.arange(len(grad)), self.target] -= 1
        return grad / len(grad)
