"""Title: Parameters of the same shape share one cache.
Nudge: What happens when two parameters have the same shape?
Hint: Keep cache by position, not by shape or by value.
Explanation: The state is looked up by shape, so two matrices of the same shape mix their gradients. A parameter is
    known by its position in the list: use i as the key.
Stage: forward
"""

import numpy as np


class Adagrad:
    def __init__(self, lr, eps=1e-8):
        self.lr = lr
        self.eps = eps
        self.cache = {}

    def step(self, params, grads):
        new_params = []
        for i, (p, g) in enumerate(zip(params, grads)):
            self.cache[p.shape] = self.cache.get(p.shape, 0.0) + g**2
            new_params.append(p - self.lr * g / (np.sqrt(self.cache.get(p.shape, 0.0)) + self.eps))
        return new_params
