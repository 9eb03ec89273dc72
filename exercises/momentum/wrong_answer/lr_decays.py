"""Title: The learning rate is divided by the square root of the number of steps.
Nudge: Which parts of the update depend on how many steps were taken?
Hint: lr stays as it is; schedules are an exercise of their own.
Explanation: The first step is right, and then every step is shorter by 1 / sqrt(t). Decay may help, but the caller
    chooses it by a schedule; the optimizer steps by lr * v.
Stage: forward
"""

import numpy as np


class Momentum:
    def __init__(self, lr, momentum=0.9):
        self.lr = lr
        self.momentum = momentum
        self.v = None
        self.t = 0

    def step(self, params, grads):
        if self.v is None:
            self.v = [np.zeros_like(p) for p in params]
        self.t += 1
        new_params = []
        for i, (p, g) in enumerate(zip(params, grads)):
            self.v[i] = self.momentum * self.v[i] + g
            new_params.append(p - self.lr / np.sqrt(self.t) * self.v[i])
        return new_params
