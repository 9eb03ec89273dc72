"""Title: The squared gradient enters s without the factor 1 - rho.
Nudge: If every gradient is 1, what should s tend to?
Hint: s is a running mean: rho * s + (1 - rho) * g**2.
Explanation: rho * s + g**2 is a sum that tends to g**2 / (1 - rho), ten times too much, and the steps are about 3.2
    times too short. Weight the new value by 1 - rho.
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
            self.s[i] = self.rho * self.s[i] + g**2
            delta = np.sqrt(self.u[i] + self.eps) / np.sqrt(self.s[i] + self.eps) * g
            self.u[i] = self.rho * self.u[i] + (1 - self.rho) * delta**2
            new_params.append(p - self.lr * delta)
        return new_params
