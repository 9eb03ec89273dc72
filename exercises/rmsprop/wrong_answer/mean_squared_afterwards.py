"""Title: The gradient is averaged first and squared afterwards.
Nudge: What is the mean of the gradients 1 and -1, and what is the mean of their squares?
Hint: Average the squares, not the gradients.
Explanation: The square of the mean is nearly 0 where gradients change their sign, and the steps explode there. The mean
    of the squares stays large: beta * cache + (1 - beta) * g**2, with the root taken of this.
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
            self.cache[i] = self.beta * self.cache[i] + (1 - self.beta) * g
            new_params.append(p - self.lr * g / (np.sqrt(self.cache[i] ** 2) + self.eps))
        return new_params
