"""Title: The cache averages the absolute value of the gradient instead of its square.
Nudge: If all gradients are multiplied by 100, how does the step change?
Hint: Square the gradient: the root gives back its units.
Explanation: With |g| under the root the step still grows as the root of the gradient. Only squares under the root
    cancel the scale: beta * cache + (1 - beta) * g**2.
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
            self.cache[i] = self.beta * self.cache[i] + (1 - self.beta) * np.abs(g)
            new_params.append(p - self.lr * g / (np.sqrt(self.cache[i]) + self.eps))
        return new_params
