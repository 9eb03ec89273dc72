"""Title: s and u start again from 0 in every step.
Nudge: What do s and u hold when the second step begins?
Hint: Create them once, in the first step, and keep them in self.
Explanation: s and u are made anew in every call, so only the newest gradient counts and nothing is remembered. Create
    the zeros once, when self.s is None, and keep them in self between the calls.
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
        self.s = [np.zeros_like(p) for p in params]
        self.u = [np.zeros_like(p) for p in params]
        new_params = []
        for i, (p, g) in enumerate(zip(params, grads)):
            self.s[i] = self.rho * self.s[i] + (1 - self.rho) * g**2
            delta = np.sqrt(self.u[i] + self.eps) / np.sqrt(self.s[i] + self.eps) * g
            self.u[i] = self.rho * self.u[i] + (1 - self.rho) * delta**2
            new_params.append(p - self.lr * delta)
        return new_params
