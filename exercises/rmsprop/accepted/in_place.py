import numpy as np


class RMSProp:
    def __init__(self, lr, beta=0.9, eps=1e-8):
        self.lr = lr
        self.beta = beta
        self.eps = eps
        self.means = []

    def step(self, params, grads):
        if not self.means:
            self.means = [np.zeros(p.shape) for p in params]
        moved = [p.copy() for p in params]
        for q, g, mean in zip(moved, grads, self.means):
            mean *= self.beta
            mean += (1.0 - self.beta) * np.square(g)
            q -= self.lr * (g / (mean**0.5 + self.eps))
        return moved
