"""Title: The learning rate is divided by the square root of the number of steps as well.
Nudge: Which part of the formula makes the steps shorter over time?
Hint: The cache already does it; lr stays as it is.
Explanation: The root of the growing cache shortens the steps already, as 1 / sqrt(t) for a constant gradient. Dividing
    lr too makes it 1 / t. The step is lr * g / (sqrt(cache) + eps).
Stage: forward
"""

import numpy as np


class Adagrad:
    def __init__(self, lr, eps=1e-8):
        self.lr = lr
        self.eps = eps
        self.cache = None
        self.t = 0

    def step(self, params, grads):
        if self.cache is None:
            self.cache = [np.zeros_like(p) for p in params]
        self.t += 1
        new_params = []
        for i, (p, g) in enumerate(zip(params, grads)):
            self.cache[i] = self.cache[i] + g**2
            new_params.append(p - self.lr / np.sqrt(self.t) * g / (np.sqrt(self.cache[i]) + self.eps))
        return new_params
