"""Title: step returns the parameters as they were.
Nudge: The update is computed. Where does it go?
Hint: Put the new value into the list that is returned.
Explanation: The list that is returned holds p itself; the update is computed and never used. The new parameter is p -
    lr * g / (sqrt(cache) + eps).
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
            self.cache[i] = self.beta * self.cache[i] + (1 - self.beta) * g**2
            update = self.lr * g / (np.sqrt(self.cache[i]) + self.eps)
            new_params.append(p)
        return new_params
