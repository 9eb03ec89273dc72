"""Title: The gradient has the wrong sign.
Nudge: In which direction must the logit of the true class go to lower the loss?
Hint: The gradient is p minus 1 at the label, not 1 minus p.
Explanation: At the true class the gradient is p - 1, which is negative: a step against it raises that logit. With the
    sign turned the model would unlearn the right class.
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
        grad[np.arange(len(grad)), self.target] -= 1
        return -grad / len(grad)
