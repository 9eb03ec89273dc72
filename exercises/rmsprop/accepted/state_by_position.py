import numpy as np


class RMSProp:
    """State in a dictionary; the root of the mean square has a method of its own."""

    def __init__(self, lr, beta=0.9, eps=1e-8):
        self.lr, self.beta, self.eps = lr, beta, eps
        self.mean_square = {}

    def _rms(self, key, grad):
        old = self.mean_square.get(key, np.zeros(grad.shape))
        self.mean_square[key] = np.average([old, grad * grad], axis=0, weights=[self.beta, 1 - self.beta])
        return np.sqrt(self.mean_square[key])

    def step(self, params, grads):
        return [
            param - np.divide(self.lr * grad, self._rms(key, grad) + self.eps)
            for key, (param, grad) in enumerate(zip(params, grads))
        ]
