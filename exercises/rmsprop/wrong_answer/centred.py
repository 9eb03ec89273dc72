"""Title: The square of the mean gradient is subtracted from the cache.
Nudge: Is the cache a mean of squares, or a variance?
Hint: Divide by the root of the mean of the squares; subtract nothing.
Explanation: cache - mean**2 is the variance of the gradient: the centred variant that libraries offer as an option.
    Plain RMSProp divides by the root of the mean square itself: sqrt(cache) + eps.
Stage: forward
"""

import numpy as np


class RMSProp:
    def __init__(self, lr, beta=0.9, eps=1e-8):
        self.lr = lr
        self.beta = beta
        self.eps = eps
        self.cache = None
        self.mean = {}

    def step(self, params, grads):
        if self.cache is None:
            self.cache = [np.zeros_like(p) for p in params]
        new_params = []
        for i, (p, g) in enumerate(zip(params, grads)):
            self.cache[i] = self.beta * self.cache[i] + (1 - self.beta) * g**2
            self.mean[i] = self.beta * self.mean.get(i, 0.0) + (1 - self.beta) * g
            new_params.append(p - self.lr * g / (np.sqrt(self.cache[i] - self.mean[i] ** 2) + self.eps))
        return new_params
