import numpy as np


class Dropout:
    """In evaluation the mask is made of ones; train and eval return the layer, as in PyTorch."""

    def __init__(self, p, rng):
        self.p = p
        self.rng = rng
        self.train()

    def __call__(self, x):
        return self.forward(x)

    def train(self, mode=True):
        self.training = mode
        return self

    def eval(self):
        return self.train(False)

    def forward(self, x):
        self._mask = np.ones_like(x)
        if self.training:
            u = self.rng.random(size=x.shape)
            self._mask[u < self.p] = 0.0
            self._mask /= 1.0 - self.p
        return np.multiply(x, self._mask)

    def backward(self, grad_output):
        return np.multiply(grad_output, self._mask)
