import numpy as np


class Adadelta:
    """One long vector for all parameters; the means move toward the squares."""

    def __init__(self, lr=1.0, rho=0.9, eps=1e-6):
        self.lr, self.keep, self.eps = lr, rho, eps
        self.s = self.u = 0.0

    def step(self, params, grads):
        g = np.concatenate([one.ravel() for one in grads])
        self.s = self.s + (1 - self.keep) * (g * g - self.s)
        delta = g * np.sqrt(self.u + self.eps) / np.sqrt(self.s + self.eps)
        self.u = self.u + (1 - self.keep) * (delta * delta - self.u)
        ends = np.cumsum([p.size for p in params])[:-1]
        return tuple(p - self.lr * one.reshape(p.shape) for p, one in zip(params, np.split(delta, ends)))
