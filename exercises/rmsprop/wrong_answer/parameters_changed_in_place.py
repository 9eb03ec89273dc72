"""Title: step changes the caller's parameters in place.
Nudge: What does the caller's list params hold after the step?
Hint: p -= … changes the array that was passed in; p - … makes a new one.
Explanation: p is the caller's own array, and p -= … writes the new value into it. The contract is to leave the
    arguments as they are: p - … makes a new array, which goes into the new list.
Stage: properties
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
            p -= self.lr * g / (np.sqrt(self.cache[i]) + self.eps)
            new_params.append(p)
        return new_params
