"""Title: lookahead gives the point of the first parameter only.
Nudge: How many points does lookahead return, and how many parameters did it get?
Hint: One point for every parameter.
Explanation: The return stands inside a loop, so it ends after the first parameter. Collect all points, then return the
    list.
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
        for p, v in zip(params, self.v):
            return [p + self.momentum * v]

    def step(self, params, grads):
        if self.v is None:
            self.v = [np.zeros_like(p) for p in params]
        new_params = []
        for i, (p, g) in enumerate(zip(params, grads)):
            self.v[i] = self.momentum * self.v[i] - self.lr * g
            new_params.append(p + self.v[i])
        return new_params
