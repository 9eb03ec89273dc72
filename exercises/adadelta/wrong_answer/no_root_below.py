"""Title: The square root over the mean of the gradients is missing.
Nudge: Which units does g divided by s have?
Hint: Take the root below as well as on top.
Explanation: sqrt(u + eps) / (s + eps) divides by a square, so a hundred times smaller gradient gives a hundred times
    longer step. Both means are under a root: sqrt(u + eps) / sqrt(s + eps).
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
            delta = np.sqrt(self.u[i] + self.eps) / (self.s[i] + self.eps) * g
            self.u[i] = self.rho * self.u[i] + (1 - self.rho) * delta**2
            new_params.append(p - self.lr * delta)
        return new_params
