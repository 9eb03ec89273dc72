import numpy as np


class RMSProp:
    """One long vector for all parameters; the mean moves toward the square."""

    def __init__(self, lr, beta=0.9, eps=1e-8):
        self.lr, self.beta, self.eps = lr, beta, eps
        self.mean = 0.0

    def step(self, params, grads):
        g = np.concatenate([one.ravel() for one in grads])
        self.mean = self.mean + (g * g - self.mean) * (1 - self.beta)
        change = -self.lr / (np.sqrt(self.mean) + self.eps) * g
        ends = np.cumsum([p.size for p in params])[:-1]
        return tuple(p + one.reshape(p.shape) for p, one in zip(params, np.split(change, ends)))
