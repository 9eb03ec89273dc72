"""Title: The step uses the velocity of the step before.
Nudge: Does the first step move at all?
Hint: Update the velocity first, then the position.
Explanation: The parameter moves by the old v, which is 0 in the first step, and the newest gradient only counts in the
    next one. The order is v = momentum * v - lr * g, then x + v.
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
            new_params.append(p + self.v[i])
            self.v[i] = self.momentum * self.v[i] - self.lr * g
        return new_params
