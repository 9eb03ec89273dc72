"""Title: The squares of all elements of a parameter are averaged into one number.
Nudge: How many scales does a matrix of 2 by 3 have: one, or six?
Hint: Each element has a running mean of its own: no mean over the elements.
Explanation: np.mean(g**2) gives one scale for the whole parameter, so a flat direction is slowed down by a steep one.
    The mean runs over the steps, element by element: beta * cache + (1 - beta) * g**2.
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
            self.cache[i] = self.beta * self.cache[i] + (1 - self.beta) * np.mean(g**2)
            new_params.append(p - self.lr * g / (np.sqrt(self.cache[i]) + self.eps))
        return new_params
