"""Title: backward returns the Jacobians themselves, without the upstream gradient.
Nudge: Which shape does the result have, and which does x have?
Hint: Multiply each Jacobian by its row of grad_output.
Explanation: diag(p) - p pᵀ has C × C entries for each row. The gradient of the loss has the shape of x: Jacobian times
    g, which is p (g - sum of g p) without building the matrix.
Stage: backward
"""

import numpy as np


class Softmax:
    def forward(self, x):
        e = np.exp(x - x.max(axis=-1, keepdims=True))
        self.p = e / e.sum(axis=-1, keepdims=True)
        return self.p

    def backward(self, grad_output):
        p = self.p[..., None]
        return p * (np.eye(self.p.shape[-1]) - self.p[..., None, :])
