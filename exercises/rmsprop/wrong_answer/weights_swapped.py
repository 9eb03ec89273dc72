"""Title: beta and 1 - beta are swapped in the running mean.
Nudge: Which should weigh more in a slow running mean, the old mean or the newest square?
Hint: The old mean keeps the larger part: beta * cache + (1 - beta) * g**2.
Explanation: (1 - beta) * cache + beta * g**2 gives nine tenths to the newest square, so nearly nothing is averaged.
    With beta = 0.9 the old mean keeps nine tenths: beta * cache + (1 - beta) * g**2.
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
            self.cache[i] = (1 - self.beta) * self.cache[i] + self.beta * g**2
            new_params.append(p - self.lr * g / (np.sqrt(self.cache[i]) + self.eps))
        return new_params
