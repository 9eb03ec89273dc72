import numpy as np


class Adadelta:
    """The names of the paper: E[g^2], E[dx^2] and RMS, with steps that point downhill."""

    def __init__(self, lr=1.0, rho=0.9, eps=1e-6):
        self.lr, self.rho, self.eps = lr, rho, eps
        self.mean_gradient, self.mean_step = {}, {}

    def _rms(self, mean):
        return np.sqrt(mean + self.eps)

    def _average(self, means, key, value):
        means[key] = self.rho * means.get(key, np.zeros(value.shape)) + (1 - self.rho) * value * value

    def step(self, params, grads):
        moved = []
        for key, (x, g) in enumerate(zip(params, grads)):
            self._average(self.mean_gradient, key, g)
            dx = -self._rms(self.mean_step.get(key, 0.0)) / self._rms(self.mean_gradient[key]) * g
            self._average(self.mean_step, key, dx)
            moved.append(x + self.lr * dx)
        return moved
