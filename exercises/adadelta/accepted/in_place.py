import numpy as np


class Adadelta:
    def __init__(self, lr=1.0, rho=0.9, eps=1e-6):
        self.lr = lr
        self.rho = rho
        self.eps = eps
        self.means = []

    def step(self, params, grads):
        if not self.means:
            self.means = [(np.zeros(p.shape), np.zeros(p.shape)) for p in params]
        moved = [p.copy() for p in params]
        for q, g, (squares, steps) in zip(moved, grads, self.means):
            squares *= self.rho
            squares += (1 - self.rho) * np.square(g)
            delta = ((steps + self.eps) / (squares + self.eps)) ** 0.5 * g
            steps *= self.rho
            steps += (1 - self.rho) * np.square(delta)
            q -= self.lr * delta
        return moved
