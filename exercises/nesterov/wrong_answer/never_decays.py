"""Title: The velocity never decays in the step.
Nudge: How much of the first gradient is left in v after a hundred steps?
Hint: Multiply the old velocity by momentum in the step too.
Explanation: v - lr * g keeps every gradient in full, as a ball without friction. lookahead multiplies by momentum, and
    so must the step: v = momentum * v - lr * g.
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
            self.v[i] = self.v[i] - self.lr * g
            new_params.append(p + self.v[i])
        return new_params
