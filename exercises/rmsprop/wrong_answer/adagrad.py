"""Title: The cache adds up all squared gradients, as in Adagrad.
Nudge: How much does the first gradient still count after a hundred steps?
Hint: The cache is a running mean that forgets: beta * cache + (1 - beta) * g**2.
Explanation: cache + g**2 only grows, so the steps die away: that is Adagrad. RMSProp forgets old gradients: cache =
    beta * cache + (1 - beta) * g**2.
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
            self.cache[i] = self.cache[i] + g**2
            new_params.append(p - self.lr * g / (np.sqrt(self.cache[i]) + self.eps))
        return new_params
