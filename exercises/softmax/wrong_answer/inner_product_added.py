"""Title: The inner product is added instead of subtracted.
Nudge: When one logit grows, do the other probabilities rise or fall?
Hint: The gradient is p * (grad_output - inner), with a minus.
Explanation: A growing logit takes from the others: dp_j/dx_i = -p_i p_j for j ≠ i. So the inner product is subtracted:
    p_i (g_i - sum of g_j p_j).
Stage: backward
"""

import numpy as np


class Softmax:
    def forward(self, x):
        e = np.exp(x - x.max(axis=-1, keepdims=True))
        self.p = e / e.sum(axis=-1, keepdims=True)
        return self.p

    def backward(self, grad_output):
        inner = (grad_output * self.p).sum(axis=-1, keepdims=True)
        return self.p * (grad_output + inner)
