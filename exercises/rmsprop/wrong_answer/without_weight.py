"""Title: The squared gradient enters the cache without the factor 1 - beta.
Nudge: If every gradient is 1, what should the cache tend to?
Hint: Weight the new square by 1 - beta: the cache is a mean.
Explanation: beta * cache + g**2 is a sum, not a mean: for a constant gradient it tends to g**2 / (1 - beta), ten times
    too much, and the steps are about 3.2 times too short. Weight the new value: beta * cache + (1 - beta) * g**2.
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
            self.cache[i] = self.beta * self.cache[i] + g**2
            new_params.append(p - self.lr * g / (np.sqrt(self.cache[i]) + self.eps))
        return new_params
