"""Title: All parameters share one s and one u.
Nudge: For how many parameters does the optimizer remember something, and how many are there?
Hint: Keep s and u for each position in the list.
Explanation: There is one s and one u for the whole list, so one parameter goes on with the running means of another, or
    the shapes do not fit. Each position needs its own: self.s[i] and self.u[i].
Stage: forward
"""

import numpy as np


class Adadelta:
    def __init__(self, lr=1.0, rho=0.9, eps=1e-6):
        self.lr = lr
        self.rho = rho
        self.eps = eps
        self.s = 0.0
        self.u = 0.0

    def step(self, params, grads):
        new_params = []
        for i, (p, g) in enumerate(zip(params, grads)):
            self.s = self.rho * self.s + (1 - self.rho) * g**2
            delta = np.sqrt(self.u + self.eps) / np.sqrt(self.s + self.eps) * g
            self.u = self.rho * self.u + (1 - self.rho) * delta**2
            new_params.append(p - self.lr * delta)
        return new_params
