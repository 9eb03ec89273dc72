"""Title: eps is added inside the square root.
Nudge: With an eps of 0.01 and a cache of 0, what is divided by?
Hint: np.sqrt(cache) + eps: first the root, then eps.
Explanation: sqrt(cache + eps) is about sqrt(eps) where the cache is small: 0.1 instead of 0.01. The formula here is
    sqrt(cache) + eps, with eps outside of the root. The two agree only where eps does not matter.
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
            self.cache[i] = self.cache[i] + g**2
            new_params.append(p - self.lr * g / np.sqrt(self.cache[i] + self.eps))
        return new_params
