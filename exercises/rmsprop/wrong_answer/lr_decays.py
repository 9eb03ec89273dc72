"""Title: The learning rate is divided by the square root of the number of steps.
Nudge: Which parts of the update depend on how many steps were taken?
Hint: lr stays as it is; schedules are an exercise of their own.
Explanation: The first step is right, and then every step is shorter by 1 / sqrt(t). Decay may help, but the caller
    chooses it by a schedule; the step is lr * g / (sqrt(cache) + eps).
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
            new_params.append(p - self.lr / np.sqrt(self.t) * g / (np.sqrt(self.cache[i]) + self.eps))
        return new_params
