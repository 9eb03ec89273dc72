"""Title: The numerator adds up all gradients.
Nudge: Which gradients stand in the numerator of the second step?
Hint: Only the cache remembers; the numerator is the newest gradient.
Explanation: Adding up the gradients in the numerator is momentum without friction. Adagrad remembers the squares only:
    lr * g / (sqrt(cache) + eps), with the newest g.
Stage: forward
"""

import numpy as np


class Adagrad:
    def __init__(self, lr, eps=1e-8):
        self.lr = lr
        self.eps = eps
        self.cache = None
        self.total = {}

    def step(self, params, grads):
        if self.cache is None:
            self.cache = [np.zeros_like(p) for p in params]
        new_params = []
        for i, (p, g) in enumerate(zip(params, grads)):
            self.cache[i] = self.cache[i] + g**2
            self.total[i] = self.total.get(i, 0.0) + g
            new_params.append(p - self.lr * self.total[i] / (np.sqrt(self.cache[i]) + self.eps))
        return new_params
