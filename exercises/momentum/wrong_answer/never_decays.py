"""Title: The velocity never decays: momentum is not used.
Nudge: How much of the first gradient is left in v after a hundred steps?
Hint: Multiply the old velocity by momentum before adding the gradient.
Explanation: v + g keeps every gradient in full, as a ball without friction, so the path swings for ever. The friction
    is the factor momentum: v = momentum * v + g.
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
            self.v[i] = self.v[i] + g
            new_params.append(p - self.lr * self.v[i])
        return new_params
