"""Title: The step uses the mean of the gradients before it was updated.
Nudge: What is s in the first step?
Hint: Update s first, then compute delta.
Explanation: Only u is a step behind. s contains the newest gradient already: with the old s = 0 the first step is the
    whole gradient. The order is s, delta, u.
Stage: forward
"""

import numpy as np


class Adadelta:
    def __init__(self, lr=1.0, rho=0.9, eps=1e-6):
        self.lr = lr
        self.rho = rho
        self.eps = eps
        self.s = None
        self.u = None

    def step(self, params, grads):
        if self.s is None:
            self.s = [np.zeros_like(p) for p in params]
            self.u = [np.zeros_like(p) for p in params]
        new_params = []
        for i, (p, g) in enumerate(zip(params, grads)):
            delta = np.sqrt(self.u[i] + self.eps) / np.sqrt(self.s[i] + self.eps) * g
            self.s[i] = self.rho * self.s[i] + (1 - self.rho) * g**2
            self.u[i] = self.rho * self.u[i] + (1 - self.rho) * delta**2
            new_params.append(p - self.lr * delta)
        return new_params
