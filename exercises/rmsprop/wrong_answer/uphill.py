"""Title: The step goes uphill: it is added instead of subtracted.
Nudge: Does the loss become smaller after the step?
Hint: The gradient points uphill; subtract the step.
Explanation: The gradient points to where the loss grows, so adding the step climbs. The update subtracts it: p - lr * g
    / (sqrt(cache) + eps).
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
            new_params.append(p + self.lr * g / (np.sqrt(self.cache[i]) + self.eps))
        return new_params
