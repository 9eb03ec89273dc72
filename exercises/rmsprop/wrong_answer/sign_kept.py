"""Title: The cache averages the gradient itself instead of its square.
Nudge: What is under the root when the gradients are negative?
Hint: Square the gradient before it is averaged.
Explanation: A mean of plain gradients can be negative, and the root of a negative number is nan; gradients of both
    signs cancel. The cache measures their size: beta * cache + (1 - beta) * g**2.
Stage: forward
"""

import numpy as np


class RMSProp:
    def __init__(self, lr, beta=0.9, eps=1e-8):
        self.lr = lr
        self.beta = beta
        self.eps = eps
        self.cache = None

    def step(self, params, grads):
        if self.cache is None:
            self.cache = [np.zeros_like(p) for p in params]
        new_params = []
        for i, (p, g) in enumerate(zip(params, grads)):
            self.cache[i] = self.beta * self.cache[i] + (1 - self.beta) * g
            new_params.append(p - self.lr * g / (np.sqrt(self.cache[i]) + self.eps))
        return new_params
