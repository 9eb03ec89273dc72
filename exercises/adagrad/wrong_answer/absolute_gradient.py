"""Title: The cache adds up the absolute values of the gradients instead of their squares.
Nudge: If all gradients are multiplied by 100, how does the first step change?
Hint: Square the gradient: the root gives back its units.
Explanation: sqrt of a sum of |g| has the units of the root of g, so the step still grows with the scale of the
    gradient. Only squares under the root cancel it: cache = cache + g**2.
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
            self.cache[i] = self.cache[i] + np.abs(g)
            new_params.append(p - self.lr * g / (np.sqrt(self.cache[i]) + self.eps))
        return new_params
