"""Title: The cache starts at the first square instead of 0.
Nudge: What is the cache after the first step: g**2, or a part of it?
Hint: Start with zeros, so that after the first step the cache is (1 - beta) * g**2.
Explanation: With g**2 to begin with, the first mean is g**2 in full and the first step lr long. That is a sensible
    variant, but the convention here starts at 0, as PyTorch does.
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
            self.cache = [g**2 for g in grads]
        new_params = []
        for i, (p, g) in enumerate(zip(params, grads)):
            self.cache[i] = self.beta * self.cache[i] + (1 - self.beta) * g**2
            new_params.append(p - self.lr * g / (np.sqrt(self.cache[i]) + self.eps))
        return new_params
