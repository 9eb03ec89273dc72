"""Title: The velocity is subtracted without the learning rate.
Nudge: How does the first step change when lr is halved?
Hint: The step is lr times the velocity.
Explanation: Neither line contains lr, so every step is as long as with lr = 1. The step is lr * v.
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
            self.v[i] = self.momentum * self.v[i] + g
            new_params.append(p - self.v[i])
        return new_params
