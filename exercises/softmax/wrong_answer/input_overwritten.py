"""Title: forward subtracts the maximum from the caller's array.
Nudge: What does the caller find in x after forward?
Hint: x -= … changes the array that was passed in: write x = x - …, which makes a new one.
Explanation: -= subtracts in place, so the caller's logits change. The probabilities are the same either way, so only
    the caller notices. x - x.max(axis=-1, keepdims=True) makes a new array.
Stage: properties
"""

import numpy as np


class Softmax:
    def forward(self, x):
        x -= x.max(axis=-1, keepdims=True)
        e = np.exp(x)
        self.p = e / e.sum(axis=-1, keepdims=True)
        return self.p

    def backward(self, grad_output):
        inner = (grad_output * self.p).sum(axis=-1, keepdims=True)
        return self.p * (grad_output - inner)
