import numpy as np


class Momentum:
    """One long vector for all parameters."""

    def __init__(self, lr, momentum=0.9):
        self.lr = lr
        self.momentum = momentum
        self.v = 0.0

    def step(self, params, grads):
        self.v = self.v * self.momentum + np.hstack([g.ravel() for g in grads])
        moved, start = [], 0
        for p in params:
            moved.append(p - self.lr * self.v[start : start + p.size].reshape(p.shape))
            start += p.size
        return tuple(moved)
