"""Title: The numerator is missing: this is RMSProp with lr.
Nudge: In which units is the step, if x is in metres?
Hint: Multiply by the root of u + eps.
Explanation: g / sqrt(s + eps) has no units, so lr would have to bring them: that is RMSProp, and its steps are about lr
    = 1 long. Adadelta's own numerator has the units of x: sqrt(u + eps) / sqrt(s + eps) * g.
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
            delta = g / np.sqrt(self.s[i] + self.eps)
            self.u[i] = self.rho * self.u[i] + (1 - self.rho) * delta**2
            new_params.append(p - self.lr * delta)
        return new_params
