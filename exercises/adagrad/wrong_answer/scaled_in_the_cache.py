"""Title: The learning rate enters the cache.
Nudge: Does the cache depend on lr?
Hint: Square the gradient, not the step.
Explanation: (lr * g)**2 in the cache cancels lr in the quotient: the first step is 1 long whatever lr is. The cache
    adds up g**2; lr only multiplies the step.
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
            self.cache[i] = self.cache[i] + (self.lr * g) ** 2
            new_params.append(p - self.lr * g / (np.sqrt(self.cache[i]) + self.eps))
        return new_params
