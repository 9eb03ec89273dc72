"""Title: cache starts again from 0 in every step.
Nudge: What does cache hold when the second step begins?
Hint: Create it once, in the first step, and keep it in self.
Explanation: cache is made anew in every call, so only the newest gradient counts and nothing is remembered. Create the
    zeros once, when self.cache is None, and keep it in self between the calls.
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
        self.cache = [np.zeros_like(p) for p in params]
        new_params = []
        for i, (p, g) in enumerate(zip(params, grads)):
            self.cache[i] = self.beta * self.cache[i] + (1 - self.beta) * g**2
            new_params.append(p - self.lr * g / (np.sqrt(self.cache[i]) + self.eps))
        return new_params
