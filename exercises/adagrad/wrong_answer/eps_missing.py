"""Title: eps is not used.
Nudge: What is the step of an element whose gradient has always been 0?
Hint: Add eps to the square root; without it a gradient of zero gives 0 / 0.
Explanation: Where all gradients were 0 the cache is 0 and the quotient is 0 / 0 = nan. g / (sqrt(cache) + eps) is then
    0 / eps = 0, as it should be.
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
            new_params.append(p - self.lr * g / np.sqrt(self.cache[i]))
        return new_params
