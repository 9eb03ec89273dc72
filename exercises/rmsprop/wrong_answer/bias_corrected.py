"""Title: The cache is corrected for its start at 0, as in Adam.
Nudge: How long is the first step with beta = 0.9?
Hint: RMSProp has no correction: divide by the root of the cache as it is.
Explanation: cache / (1 - beta**t) is Adam's correction and makes the first step lr long. RMSProp uses the cache as it
    is: in the first step it is (1 - beta) * g**2, so that step is 1 / sqrt(1 - beta) = 3.2 times as long.
Stage: forward
"""

import numpy as np


class RMSProp:
    def __init__(self, lr, beta=0.9, eps=1e-8):
        self.lr = lr
        self.beta = beta
        self.eps = eps
        self.cache = None
        self.t = 0

    def step(self, params, grads):
        if self.cache is None:
            self.cache = [np.zeros_like(p) for p in params]
        self.t += 1
        new_params = []
        for i, (p, g) in enumerate(zip(params, grads)):
            self.cache[i] = self.beta * self.cache[i] + (1 - self.beta) * g**2
            new_params.append(p - self.lr * g / (np.sqrt(self.cache[i] / (1 - self.beta**self.t)) + self.eps))
        return new_params
