"""Title: The inner product in backward runs over the rows instead of within each row.
Nudge: Does the probability of one example depend on the logits of another?
Hint: The inner product is one number for each row: axis=-1.
Explanation: Each row has its own Jacobian, so examples don't mix: inner_n is the sum over j of g_nj p_nj. axis=0 adds
    over n, which mixes the examples of a batch.
Stage: backward
"""

import numpy as np


class Softmax:
    def forward(self, x):
        e = np.exp(x - x.max(axis=-1, keepdims=True))
        self.p = e / e.sum(axis=-1, keepdims=True)
        return self.p

    def backward(self, grad_output):
        inner = (grad_output * self.p).sum(axis=0, keepdims=True)
        return self.p * (grad_output - inner)
