"""Title: u starts at 1 instead of 0.
Nudge: How far has x moved before the first step?
Hint: Nothing has moved yet: start u with zeros.
Explanation: With u = 1 the first step is a thousand times longer than the root of eps. Both means start at 0; eps gets
    the steps going.
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
            self.u = [np.ones_like(p) for p in params]
        new_params = []
        for i, (p, g) in enumerate(zip(params, grads)):
            self.s[i] = self.rho * self.s[i] + (1 - self.rho) * g**2
            delta = np.sqrt(self.u[i] + self.eps) / np.sqrt(self.s[i] + self.eps) * g
            self.u[i] = self.rho * self.u[i] + (1 - self.rho) * delta**2
            new_params.append(p - self.lr * delta)
        return new_params
