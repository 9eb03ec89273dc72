import numpy as np


class Momentum:
    def __init__(self, lr, momentum=0.9):
        self.lr = lr
        self.momentum = momentum
        self.buffers = []

    def step(self, params, grads):
        if not self.buffers:
            self.buffers = [np.array(g) for g in grads]
        else:
            for v, g in zip(self.buffers, grads):
                v *= self.momentum
                v += g
        out = [p.copy() for p in params]
        for q, v in zip(out, self.buffers):
            q -= self.lr * v
        return out
