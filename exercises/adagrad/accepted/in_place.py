import numpy as np


class Adagrad:
    def __init__(self, lr, eps=1e-8):
        self.lr = lr
        self.eps = eps
        self.sums = []

    def step(self, params, grads):
        while len(self.sums) < len(params):
            self.sums.append(np.zeros(params[len(self.sums)].shape))
        moved = [p.copy() for p in params]
        for q, g, total in zip(moved, grads, self.sums):
            total += np.square(g)
            q -= self.lr * (g / (total**0.5 + self.eps))
        return moved
