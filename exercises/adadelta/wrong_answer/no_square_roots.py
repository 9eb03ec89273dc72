"""Title: Both square roots are missing.
Nudge: If all gradients become a hundred times smaller, what should happen to the first step?
Hint: RMS means root mean square: take the root of each mean.
Explanation: (u + eps) / (s + eps) is the ratio of squares: the units do not fit, and the step grows as gradients
    shrink. Take the root of both: sqrt(u + eps) / sqrt(s + eps).
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
            delta = (self.u[i] + self.eps) / (self.s[i] + self.eps) * g
            self.u[i] = self.rho * self.u[i] + (1 - self.rho) * delta**2
            new_params.append(p - self.lr * delta)
        return new_params
