"""Title: The squares of all elements of a parameter are averaged into one number.
Nudge: How many scales does a matrix of 2 by 3 have: one, or six?
Hint: Each element has running means of its own: no mean over the elements.
Explanation: np.mean(g**2) gives one scale for the whole parameter, so a flat direction is slowed down by a steep one.
    The mean runs over the steps, element by element: s = rho * s + (1 - rho) * g**2.
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
            self.s[i] = self.rho * self.s[i] + (1 - self.rho) * np.mean(g**2)
            delta = np.sqrt(self.u[i] + self.eps) / np.sqrt(self.s[i] + self.eps) * g
            self.u[i] = self.rho * self.u[i] + (1 - self.rho) * delta**2
            new_params.append(p - self.lr * delta)
        return new_params
