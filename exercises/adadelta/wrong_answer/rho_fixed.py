"""Title: rho is fixed at 0.9, whatever the constructor got.
Nudge: What happens to the argument rho after the constructor got it?
Hint: Use the rho that the constructor got.
Explanation: rho is written into the code as 0.9, so another one given to the constructor changes nothing. Keep it,
    self.rho = rho, and use self.rho in step.
Stage: forward
"""

import numpy as np


class Adadelta:
    def __init__(self, lr=1.0, rho=0.9, eps=1e-6):
        self.lr = lr
        self.rho = 0.9
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
            delta = np.sqrt(self.u[i] + self.eps) / np.sqrt(self.s[i] + self.eps) * g
            self.u[i] = self.rho * self.u[i] + (1 - self.rho) * delta**2
            new_params.append(p - self.lr * delta)
        return new_params
