"""Title: The exponent has a minus: the largest logit gets the smallest probability.
Nudge: Which class gets the highest probability: the one with the largest logit?
Hint: The exponent is +x: np.exp(x - max).
Explanation: exp(-x) turns the order around; it's known as softmin. A larger logit must give a larger probability:
    exp(x - m) / sum(exp(x - m)).
Stage: forward
"""

import numpy as np


class Softmax:
    def forward(self, x):
        e = np.exp(x.min(axis=-1, keepdims=True) - x)
        self.p = e / e.sum(axis=-1, keepdims=True)
        return self.p

    def backward(self, grad_output):
        inner = (grad_output * self.p).sum(axis=-1, keepdims=True)
        return -self.p * (grad_output - inner)
