"""Title: The numerator is a running mean of the gradients, as in Adam.
Nudge: Which gradients stand in the numerator of the second step?
Hint: Only the squares are averaged; the numerator is the newest gradient.
Explanation: Averaging the direction too is Adam's idea. RMSProp averages the squares only and steps along the newest
    gradient: lr * g / (sqrt(cache) + eps).
Stage: forward
"""

import numpy as np


class RMSProp:
    def __init__(self, lr, beta=0.9, eps=1e-8):
        self.lr = lr
        self.beta = beta
        self.eps = eps
        self.cache = None
        self.m = {}

    def step(self, params, grads):
        if self.cache is None:
            self.cache = [np.zeros_like(p) for p in params]
        new_params = []
        for i, (p, g) in enumerate(zip(params, grads)):
            self.cache[i] = self.beta * self.cache[i] + (1 - self.beta) * g**2
            self.m[i] = self.beta * self.m.get(i, 0.0) + (1 - self.beta) * g
            new_params.append(p - self.lr * self.m[i] / (np.sqrt(self.cache[i]) + self.eps))
        return new_params
