"""Title: A small number is added inside the logarithm, so the loss of a sure and wrong answer stops growing.
Nudge: How large can your loss become at most, and how large should it be?
Hint: Leave the epsilon out and subtract logarithms instead.
Explanation: With log(p + 1e-15) no row can cost more than 34.5, but logits 2000 apart cost 2000. log p = (z - m) -
    log(sum of exp(z - m)) needs no epsilon.
Stage: properties
"""

import numpy as np


class CrossEntropyLoss:
    def forward(self, prediction, target):
        shifted = prediction - prediction.max(axis=1, keepdims=True)
        log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
        self.p, self.target = np.exp(log_p), target
        return -np.log(self.p[np.arange(len(target)), target] + 1e-15).mean()

    def backward(self):
        grad = self.p.copy()
        grad[np.arange(len(grad)), self.target] -= 1
        return grad / len(grad)
