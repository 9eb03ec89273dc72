import numpy as np


class Momentum:
    """The velocity already contains lr and points downhill."""

    def __init__(self, lr, momentum=0.9):
        self.lr, self.rho = lr, momentum
        self.velocity = {}

    def step(self, params, grads):
        result = []
        for i, (p, g) in enumerate(zip(params, grads)):
            v = self.rho * self.velocity.get(i, np.zeros(p.shape)) - self.lr * g
            self.velocity[i] = v
            result.append(p + v)
        return result
