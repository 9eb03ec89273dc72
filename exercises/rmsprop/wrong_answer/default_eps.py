"""Title: The default of eps is not 1e-8.
Nudge: What is used when the constructor is not told about eps?
Hint: The signature is RMSProp(lr, beta=0.9, eps=1e-8).
Explanation: The default is part of the contract: eps=1e-8. It shows where gradients are as small as eps.
Stage: forward
"""

import numpy as np


class RMSProp:
    def __init__(self, lr, beta=0.9, eps=1e-6):
        self.lr = lr
        self.beta = beta
        self.eps = eps
        self.cache = None

    def step(self, params, grads):
        if self.cache is None:
            self.cache = [np.zeros_like(p) for p in params]
        new_params = []
        for i, (p, g) in enumerate(zip(params, grads)):
            self.cache[i] = self.beta * self.cache[i] + (1 - self.beta) * g**2
            new_params.append(p - self.lr * g / (np.sqrt(self.cache[i]) + self.eps))
        return new_params
