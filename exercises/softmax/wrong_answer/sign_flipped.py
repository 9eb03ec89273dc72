"""Title: The gradient has the wrong sign: p (inner - g) instead of p (g - inner).
Nudge: When a logit grows, does its own probability rise or fall?
Hint: The gradient is p * (grad_output - inner).
Explanation: dp_i/dx_i = p_i (1 - p_i) is positive: with upstream only at class i the gradient there must be positive.
    Turned around, every step of training goes uphill.
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
        return self.p * (inner - grad_output)
