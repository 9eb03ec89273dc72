"""Title: The square root over the cache is missing, as on the lecture's slides.
Nudge: If all gradients become a hundred times smaller, what should happen to the length of the step?
Hint: The name says it: root of the mean of the squares. Divide by np.sqrt(cache) + eps.
Explanation: g / cache has the units of 1 / g: a hundred times smaller gradients give a hundred times longer steps. The
    slides leave out the root, but RMS means root mean square; with it the scale of the gradient cancels: lr * g /
    (sqrt(cache) + eps).
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
            new_params.append(p - self.lr * g / (self.cache[i] + self.eps))
        return new_params
