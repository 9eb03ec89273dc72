"""Title: Only the first parameter is updated.
Nudge: How many arrays does step return, and how many did it get?
Hint: Return a new array for every parameter: the return belongs after the loop.
Explanation: The return stands inside the loop, so it ends after the first parameter. Move it out by one level: every
    parameter gets its new array, then the whole list is returned.
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
            new_params.append(p - self.lr * g / (np.sqrt(self.cache[i]) + self.eps))
            return new_params
