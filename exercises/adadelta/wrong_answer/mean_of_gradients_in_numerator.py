"""Title: u averages the squares of the gradients instead of the steps.
Nudge: Which units does the numerator have: those of x, or those of g?
Hint: u belongs to the steps: average delta**2.
Explanation: With g**2 in both means the roots nearly cancel, and the step is about the gradient itself. The numerator
    measures how far x has moved: u = rho * u + (1 - rho) * delta**2.
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
            delta = np.sqrt(self.u[i] + self.eps) / np.sqrt(self.s[i] + self.eps) * g
            self.u[i] = self.rho * self.u[i] + (1 - self.rho) * g**2
            new_params.append(p - self.lr * delta)
        return new_params
