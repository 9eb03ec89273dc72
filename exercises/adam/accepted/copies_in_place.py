import numpy as np


class Adam:
    def __init__(self, lr=0.001, betas=(0.9, 0.999), eps=1e-08):
        self.lr = lr
        self.betas = betas
        self.eps = eps
        self.iteration = 1
        self.moments = []

    def step(self, params, grads):
        while len(self.moments) < len(params):
            shape = params[len(self.moments)].shape
            self.moments.append((np.zeros(shape), np.zeros(shape)))
        result = [p.copy() for p in params]
        for p, g, (m, v) in zip(result, grads, self.moments):
            m *= self.betas[0]
            m += (1.0 - self.betas[0]) * g
            v *= self.betas[1]
            v += (1.0 - self.betas[1]) * (g * g)
            corrected = m / (1.0 - self.betas[0] ** self.iteration)
            scale = v / (1.0 - self.betas[1] ** self.iteration)
            p -= self.lr * corrected / (scale**0.5 + self.eps)
        self.iteration += 1
        return result
