"""Title: backward returns the upstream gradient unchanged.
Nudge: What should the gradient be when grad_output is the same for all classes?
Hint: Multiply grad_output by the Jacobian: p * (grad_output - inner).
Explanation: Raising all logits of a row by the same amount changes no probability, so the gradient of each row must
    add up to 0. The upstream gradient doesn't; p (g - sum of g p) does.
Stage: backward
"""

import numpy as np


class Softmax:
    def forward(self, x):
        e = np.exp(x - x.max(axis=-1, keepdims=True))
        self.p = e / e.sum(axis=-1, keepdims=True)
        return self.p

    def backward(self, grad_output):
        return grad_output
