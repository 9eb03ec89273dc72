"""Title: step changes the caller's parameters in place.
Nudge: What does the caller's list params hold after the step?
Hint: p -= … changes the array that was passed in; p - … makes a new one.
Explanation: p is the caller's own array, and p -= … writes the new value into it. The contract is to leave the
    arguments as they are: p - … makes a new array, which goes into the new list.
Stage: properties
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
            delta = np.sqrt(self.u[i] + self.eps) / np.sqrt(self.s[i] + self.eps) * g
            self.u[i] = self.rho * self.u[i] + (1 - self.rho) * delta**2
            p -= self.lr * delta
            new_params.append(p)
        return new_params
