"""Title: The factor 1 - beta multiplies the old mean as well.
Nudge: If every gradient is 1, what should the cache tend to?
Hint: Only the new square is multiplied by 1 - beta.
Explanation: (1 - beta) * (beta * cache + g**2) weakens the old mean twice, to 0.09 of itself with beta = 0.9. The two
    weights have to add up to 1: beta * cache + (1 - beta) * g**2.
Stage: forward
"""

import numpy as np


class RMSProp:
    def __init__(self, lr, beta=0.9, eps=1e-8):
        self.lr = lr
        self.beta = beta
        self.eps = eps
        self.cache = None

    def step(self, params, grads):
        if self.cache is None:
            self.cache = [np.zeros_like(p) for p in params]
        new_params = []
        for i, (p, g) in enumerate(zip(params, grads)):
            self.cache[i] = (1 - self.beta) * (self.beta * self.cache[i] + g**2)
            new_params.append(p - self.lr * g / (np.sqrt(self.cache[i]) + self.eps))
        return new_params
