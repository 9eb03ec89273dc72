"""Title: The step looks ahead, as in Nesterov's method.
Nudge: How long is the first step, while the velocity is still 0?
Hint: The step is lr times v, nothing more.
Explanation: g + momentum * v is the form in which PyTorch computes Nesterov's method: the momentum is applied once more
    ahead of time. Plain momentum steps by the velocity itself: x - lr * v.
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
            new_params.append(p - self.lr * (g + self.momentum * self.v[i]))
        return new_params
