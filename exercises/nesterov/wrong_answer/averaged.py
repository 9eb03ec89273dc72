"""Title: The gradient enters the velocity with the factor 1 - momentum.
Nudge: How long is the first step, compared with one of plain SGD?
Hint: Here v = momentum * v - lr * g: the velocity is no running mean.
Explanation: With (1 - momentum) * lr * g the first step is ten times shorter for momentum = 0.9. The convention adds
    the whole gradient: v = momentum * v - lr * g.
Stage: forward
"""

import numpy as np


class Nesterov:
    def __init__(self, lr, momentum=0.9):
        self.lr = lr
        self.momentum = momentum
        self.v = None

    def lookahead(self, params):
        if self.v is None:
            self.v = [np.zeros_like(p) for p in params]
        return [p + self.momentum * v for p, v in zip(params, self.v)]

    def step(self, params, grads):
        if self.v is None:
            self.v = [np.zeros_like(p) for p in params]
        new_params = []
        for i, (p, g) in enumerate(zip(params, grads)):
            self.v[i] = self.momentum * self.v[i] - (1 - self.momentum) * self.lr * g
            new_params.append(p + self.v[i])
        return new_params
