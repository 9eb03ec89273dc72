import numpy as np


class Nesterov:
    def __init__(self, lr, momentum=0.9):
        self.lr = lr
        self.momentum = momentum
        self.v = []

    def _prepare(self, params):
        while len(self.v) < len(params):
            self.v.append(np.zeros(params[len(self.v)].shape))

    def lookahead(self, params):
        self._prepare(params)
        points = [p.copy() for p in params]
        for point, v in zip(points, self.v):
            point += self.momentum * v
        return points

    def step(self, params, grads):
        self._prepare(params)
        moved = [p.copy() for p in params]
        for q, v, g in zip(moved, self.v, grads):
            v *= self.momentum
            v -= self.lr * g
            q += v
        return moved
