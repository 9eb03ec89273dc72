import numpy as np


class Adagrad:
    """One long vector for all parameters, and the rates before the steps."""

    def __init__(self, lr, eps=1e-8):
        self.lr, self.eps = lr, eps
        self.squares = 0.0

    def step(self, params, grads):
        g = np.concatenate([one.ravel() for one in grads])
        self.squares = self.squares + g * g
        rates = self.lr / (np.sqrt(self.squares) + self.eps)
        ends = np.cumsum([p.size for p in params])[:-1]
        steps = np.split(rates * g, ends)
        return tuple(p - one.reshape(p.shape) for p, one in zip(params, steps))
