"""Title: All optimizers share cache.
Nudge: What does a second Adagrad find in its state before its first step?
Hint: Keep the state in self, not in the class.
Explanation: cache stands in the class body, so there is one cache for all optimizers: a second one goes on with the
    squares of the first. Set self.cache in __init__.
Stage: forward
"""

import numpy as np


class Adagrad:
    cache = {}

    def __init__(self, lr, eps=1e-8):
        self.lr = lr
        self.eps = eps

    def step(self, params, grads):
        new_params = []
        for i, (p, g) in enumerate(zip(params, grads)):
            self.cache[i] = self.cache.get(i, 0.0) + g**2
            new_params.append(p - self.lr * g / (np.sqrt(self.cache.get(i, 0.0)) + self.eps))
        return new_params
