"""Title: The inner product in backward is a mean over the classes instead of a sum.
Nudge: How many classes add to the loss through the denominator of one row?
Hint: Use sum, not mean, over the last axis.
Explanation: x_i acts on all C probabilities of its row, and the gradients of all these ways add up. The mean divides
    by C: the inner product is (g * p).sum(axis=-1, keepdims=True).
Stage: backward
"""

import numpy as np


class Softmax:
    def forward(self, x):
        e = np.exp(x - x.max(axis=-1, keepdims=True))
        self.p = e / e.sum(axis=-1, keepdims=True)
        return self.p

    def backward(self, grad_output):
        inner = (grad_output * self.p).mean(axis=-1, keepdims=True)
        return self.p * (grad_output - inner)
