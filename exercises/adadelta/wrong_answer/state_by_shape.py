"""Title: Parameters of the same shape share one s and one u.
Nudge: What happens when two parameters have the same shape?
Hint: Keep s and u by position, not by shape or by value.
Explanation: The state is looked up by shape, so two matrices of the same shape mix their gradients. A parameter is
    known by its position in the list: use i as the key.
Stage: forward
"""

import numpy as np


class Adadelta:
    def __init__(self, lr=1.0, rho=0.9, eps=1e-6):
        self.lr = lr
        self.rho = rho
        self.eps = eps
        self.s = {}
        self.u = {}

    def step(self, params, grads):
        new_params = []
        for i, (p, g) in enumerate(zip(params, grads)):
            self.s[p.shape] = self.rho * self.s.get(p.shape, 0.0) + (1 - self.rho) * g**2
            delta = np.sqrt(self.u.get(p.shape, 0.0) + self.eps) / np.sqrt(self.s.get(p.shape, 0.0) + self.eps) * g
            self.u[p.shape] = self.rho * self.u.get(p.shape, 0.0) + (1 - self.rho) * delta**2
            new_params.append(p - self.lr * delta)
        return new_params
