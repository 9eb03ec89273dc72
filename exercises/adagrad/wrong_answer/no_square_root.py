"""Title: The square root over the cache is missing, as on the lecture's slides.
Nudge: If all gradients become a hundred times smaller, what should happen to the length of the first step?
Hint: The literature divides by the square root: np.sqrt(cache) + eps.
Explanation: g / cache has the units of 1 / g: in the first step it is 1 / g, so a hundred times smaller gradient gives
    a hundred times longer step. The slides leave out the root; Duchi, Hazan and Singer have it. With it the first step
    is lr long whatever the scale: lr * g / (sqrt(cache) + eps).
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
            new_params.append(p - self.lr * g / (self.cache[i] + self.eps))
        return new_params
