import numpy as np


class SGD:
    """One long vector for all parameters."""

    def __init__(self, lr):
        self.lr = lr

    def step(self, params, grads):
        x = np.concatenate([p.ravel() for p in params])
        x = x - self.lr * np.concatenate([g.ravel() for g in grads])
        ends = np.cumsum([p.size for p in params])[:-1]
        return tuple(part.reshape(p.shape) for part, p in zip(np.split(x, ends), params))
