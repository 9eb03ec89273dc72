"""Title: eps is added to the cache in every step.
Nudge: What does the cache hold after three steps with a gradient of 0?
Hint: The cache adds up squares only; eps is added where it is divided.
Explanation: cache + g**2 + eps lets eps pile up in the sum and puts it under the root. The cache holds the squares
    alone; eps is added to its root when the step is taken: sqrt(cache) + eps.
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
            self.cache[i] = self.cache[i] + g**2 + self.eps
            new_params.append(p - self.lr * g / np.sqrt(self.cache[i]))
        return new_params
