"""Title: The squares of all elements of a parameter are added up into one number.
Nudge: How many scales does a matrix of 2 by 3 have: one, or six?
Hint: Each element has a cache of its own: no sum over the elements.
Explanation: np.sum(g**2) gives one scale for the whole parameter, so a flat direction is slowed down by a steep one.
    Adagrad works element by element: cache = cache + g**2, of the shape of the parameter.
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
            self.cache[i] = self.cache[i] + np.sum(g**2)
            new_params.append(p - self.lr * g / (np.sqrt(self.cache[i]) + self.eps))
        return new_params
