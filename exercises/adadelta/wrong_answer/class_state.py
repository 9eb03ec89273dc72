"""Title: All optimizers share s and u.
Nudge: What does a second Adadelta find in its state before its first step?
Hint: Keep the state in self, not in the class.
Explanation: s and u stand in the class body, so there is one s and one u for all optimizers: a second one goes on with
    the running means of the first. Set self.s and self.u in __init__.
Stage: forward
"""

import numpy as np


class Adadelta:
    s = {}
    u = {}

    def __init__(self, lr=1.0, rho=0.9, eps=1e-6):
        self.lr = lr
        self.rho = rho
        self.eps = eps

    def step(self, params, grads):
        new_params = []
        for i, (p, g) in enumerate(zip(params, grads)):
            self.s[i] = self.rho * self.s.get(i, 0.0) + (1 - self.rho) * g**2
            delta = np.sqrt(self.u.get(i, 0.0) + self.eps) / np.sqrt(self.s.get(i, 0.0) + self.eps) * g
            self.u[i] = self.rho * self.u.get(i, 0.0) + (1 - self.rho) * delta**2
            new_params.append(p - self.lr * delta)
        return new_params
