"""Title: All optimizers share cache.
Nudge: What does a second RMSProp find in its state before its first step?
Hint: Keep the state in self, not in the class.
Explanation: cache stands in the class body, so there is one cache for all optimizers: a second one goes on with the
    running mean of the first. Set self.cache in __init__.
Stage: forward
"""

import numpy as np


class RMSProp:
    cache = {}

    def __init__(self, lr, beta=0.9, eps=1e-8):
        self.lr = lr
        self.beta = beta
        self.eps = eps

    def step(self, params, grads):
        new_params = []
        for i, (p, g) in enumerate(zip(params, grads)):
            self.cache[i] = self.beta * self.cache.get(i, 0.0) + (1 - self.beta) * g**2
            new_params.append(p - self.lr * g / (np.sqrt(self.cache.get(i, 0.0)) + self.eps))
        return new_params
