"""Title: rho and 1 - rho are swapped in both running means.
Nudge: Which should weigh more in a slow running mean, the old mean or the newest square?
Hint: The old mean keeps the larger part: rho * s + (1 - rho) * g**2.
Explanation: (1 - rho) * s + rho * g**2 gives nine tenths to the newest square. With rho = 0.9 the old mean keeps nine
    tenths, in s and in u.
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
            self.s[i] = (1 - self.rho) * self.s[i] + self.rho * g**2
            delta = np.sqrt(self.u[i] + self.eps) / np.sqrt(self.s[i] + self.eps) * g
            self.u[i] = (1 - self.rho) * self.u[i] + self.rho * delta**2
            new_params.append(p - self.lr * delta)
        return new_params
