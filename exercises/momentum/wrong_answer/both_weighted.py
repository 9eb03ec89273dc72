"""Title: momentum multiplies the velocity and the gradient.
Nudge: How long is the first step, compared with one of plain SGD?
Hint: The new gradient is added in full.
Explanation: momentum * (v + g) weakens the newest gradient too, so the first step is 0.9 times as long as it should be.
    Only the old velocity is multiplied: v = momentum * v + g.
Stage: forward
"""

import numpy as np


class Momentum:
    def __init__(self, lr, momentum=0.9):
        self.lr = lr
        self.momentum = momentum
        self.v = None

    def step(self, params, grads):
        if self.v is None:
            self.v = [np.zeros_like(p) for p in params]
        new_params = []
        for i, (p, g) in enumerate(zip(params, grads)):
            self.v[i] = self.momentum * (self.v[i] + g)
            new_params.append(p - self.lr * self.v[i])
        return new_params
