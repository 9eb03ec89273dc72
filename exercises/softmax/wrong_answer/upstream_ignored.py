"""Title: The upstream gradient grad_output is not used.
Nudge: Where in the result would a larger loss downstream show?
Hint: p * (1 - p) is the diagonal of the Jacobian; the upstream gradient multiplies the whole of it.
Explanation: The chain rule adds up g_j dp_j/dx_i over the classes j of a row: p_i (g_i - sum of g_j p_j). Without g
    nothing says in which direction the loss changes.
Stage: backward
"""

import numpy as np


class Softmax:
    def forward(self, x):
        e = np.exp(x - x.max(axis=-1, keepdims=True))
        self.p = e / e.sum(axis=-1, keepdims=True)
        return self.p

    def backward(self, grad_output):
        return self.p * (1.0 - self.p)
