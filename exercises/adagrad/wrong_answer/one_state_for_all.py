"""Title: All parameters share one cache.
Nudge: For how many parameters does the optimizer remember something, and how many are there?
Hint: Keep cache for each position in the list.
Explanation: There is one cache for the whole list, so one parameter goes on with the squares of another, or the shapes
    do not fit. Each position needs its own: self.cache[i].
Stage: forward
"""

import numpy as np


class Adagrad:
    def __init__(self, lr, eps=1e-8):
        self.lr = lr
        self.eps = eps
        self.cache = 0.0

    def step(self, params, grads):
        new_params = []
        for i, (p, g) in enumerate(zip(params, grads)):
            self.cache = self.cache + g**2
            new_params.append(p - self.lr * g / (np.sqrt(self.cache) + self.eps))
        return new_params
