"""Title: The cache decays, as in RMSProp.
Nudge: How much does the first gradient still count after a hundred steps?
Hint: Adagrad adds up all squares and forgets nothing.
Explanation: 0.9 * cache + 0.1 * g**2 is a running mean that forgets: that is RMSProp. Adagrad's cache is the sum of all
    squares so far, cache = cache + g**2, so its steps become shorter and shorter.
Stage: forward
"""

import numpy as np


class Adagrad:
    def __init__(self, lr, eps=1e-8):
        self.lr = lr
        self.eps = eps
        self.cache = None

    def step(self, params, grads):
        if self.cache is None:
            self.cache = [np.zeros_like(p) for p in params]
        new_params = []
        for i, (p, g) in enumerate(zip(params, grads)):
            self.cache[i] = 0.9 * self.cache[i] + 0.1 * g**2
            new_params.append(p - self.lr * g / (np.sqrt(self.cache[i]) + self.eps))
        return new_params
