"""Title: The velocity is corrected for its start at 0, as in Adam.
Nudge: How long is the first step, compared with one of plain SGD?
Hint: There is no correction in this method: the step is lr times v.
Explanation: Dividing by 1 - momentum**t repairs a running mean that started at 0. This velocity is a sum and right from
    the first step on, v = g; the division makes the first step ten times too long.
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
            new_params.append(p - self.lr * self.v[i] / (1 - self.momentum**self.t))
        return new_params
