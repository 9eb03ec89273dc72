"""Title: The step uses the cache of the step before.
Nudge: What is divided by in the first step?
Hint: Update the cache first, then take the step.
Explanation: In the first step the old cache is 0, so the gradient is divided by eps alone and the parameters fly away.
    The order is cache = cache + g**2, then the step with the new cache.
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
            new_params.append(p - self.lr * g / (np.sqrt(self.cache[i]) + self.eps))
            self.cache[i] = self.cache[i] + g**2
        return new_params
