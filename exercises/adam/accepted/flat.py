import numpy as np


class Adam:
    """One long vector for all parameters."""

    def __init__(self, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
        self.lr = lr
        self.b1, self.b2 = betas
        self.eps = eps
        self.b1_power = self.b2_power = 1.0
        self.m = self.v = 0.0

    def step(self, params, grads):
        g = np.concatenate([grad.ravel() for grad in grads])
        self.b1_power *= self.b1
        self.b2_power *= self.b2
        self.m = self.b1 * self.m + (1 - self.b1) * g
        self.v = self.b2 * self.v + (1 - self.b2) * np.square(g)
        update = self.lr * (self.m / (1 - self.b1_power)) / (np.sqrt(self.v / (1 - self.b2_power)) + self.eps)
        out, start = [], 0
        for param in params:
            out.append(param - update[start : start + param.size].reshape(param.shape))
            start += param.size
        return tuple(out)
