"""Title: step changes the caller's gradients in place.
Nudge: What does the caller's list grads hold after the step?
Hint: g *= … changes the array that was passed in; … * g makes a new one.
Explanation: delta = g and then delta *= … are two names for the caller's own array, which becomes the step: whoever
    logs the gradients next sees other numbers. ratio * g makes a new array.
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
            delta = g
            delta *= np.sqrt(self.u[i] + self.eps) / np.sqrt(self.s[i] + self.eps)
            self.u[i] = self.rho * self.u[i] + (1 - self.rho) * delta**2
            new_params.append(p - self.lr * delta)
        return new_params
