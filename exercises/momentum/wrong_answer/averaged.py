"""Title: The gradient enters the velocity with the factor 1 - momentum.
Nudge: How long is the first step, compared with one of plain SGD?
Hint: Here v = momentum * v + g: the velocity is no running mean.
Explanation: momentum * v + (1 - momentum) * g is a running mean, ten times smaller with momentum = 0.9. It is the same
    method with another learning rate; the convention here, as in PyTorch, adds the whole gradient: v = momentum * v +
    g.
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
            self.v[i] = self.momentum * self.v[i] + (1 - self.momentum) * g
            new_params.append(p - self.lr * self.v[i])
        return new_params
