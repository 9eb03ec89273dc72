"""Title: The step uses the size of the gradient without its sign.
Nudge: In which direction does an element with a negative gradient move?
Hint: Only the cache needs the square; the numerator is g itself.
Explanation: With |g| in the numerator every element moves down, whatever the slope. The sign of g says where downhill
    is: lr * g / (sqrt(cache) + eps).
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
            new_params.append(p - self.lr * np.abs(g) / (np.sqrt(self.cache[i]) + self.eps))
        return new_params
