"""Title: The cache is the mean of the squares instead of their sum.
Nudge: If all gradients are the same, how long is the hundredth step, compared with the first?
Hint: Add the squares up; do not divide by the number of steps.
Explanation: With the mean of all squares a constant gradient gives steps of lr for ever. Adagrad divides by the root of
    the sum, so the steps fall as 1 / sqrt(t): cache = cache + g**2, without a division.
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
            new_params.append(p - self.lr * g / (np.sqrt(self.cache[i] / self.t) + self.eps))
        return new_params
