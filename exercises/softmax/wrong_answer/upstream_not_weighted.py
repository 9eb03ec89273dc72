"""Title: The plain sum of grad_output is subtracted, not that of grad_output * p.
Nudge: What should the gradient be when grad_output is the same for all classes?
Hint: The inner product is between grad_output and p: (grad_output * p).sum(…).
Explanation: From dp_j/dx_i = -p_i p_j each g_j comes with its p_j. For an upstream of equal numbers g, the sum of g p
    is g, and the gradient 0, as it must be; the plain sum is C times g.
Stage: backward
"""

import numpy as np


class Softmax:
    def forward(self, x):
        e = np.exp(x - x.max(axis=-1, keepdims=True))
        self.p = e / e.sum(axis=-1, keepdims=True)
        return self.p

    def backward(self, grad_output):
        inner = grad_output.sum(axis=-1, keepdims=True)
        return self.p * (grad_output - inner)
