"""Title: The parameters never move.
Nudge: How long is the first step, when u is 0?
Hint: Look for eps in the numerator, np.sqrt(u + eps), and at what step returns.
Explanation: With sqrt(u) on top and u = 0 the first step is 0, then u stays 0, and nothing ever moves: eps on top is
    what starts the motion, sqrt(u + eps). If it is there, the new value is computed but does not come back: return p -
    lr * delta.
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
            self.s[i] = self.rho * self.s[i] + (1 - self.rho) * g**2
            delta = np.sqrt(self.u[i]) / np.sqrt(self.s[i] + self.eps) * g
            self.u[i] = self.rho * self.u[i] + (1 - self.rho) * delta**2
            new_params.append(p - self.lr * delta)
        return new_params
