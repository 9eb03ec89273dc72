"""Title: The gradient is multiplied by the root of the cache instead of divided.
Nudge: Should a direction with large gradients get longer or shorter steps?
Hint: Divide by the square root.
Explanation: Multiplying makes steep directions even faster. The root of the cache measures how large the gradients
    were, and dividing by it evens them out: lr * g / (sqrt(cache) + eps).
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
            new_params.append(p - self.lr * g * (np.sqrt(self.cache[i]) + self.eps))
        return new_params
