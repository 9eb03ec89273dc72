"""Title: lookahead returns the way ahead without the parameters.
Nudge: Is what lookahead returns near the parameters, or near zero?
Hint: Add the parameter: the result is a point.
Explanation: momentum * v is the way from the parameter to the point ahead. The gradient is taken at a point: p +
    momentum * v.
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
        return [self.momentum * v for v in self.v]

    def step(self, params, grads):
        if self.v is None:
            self.v = [np.zeros_like(p) for p in params]
        new_params = []
        for i, (p, g) in enumerate(zip(params, grads)):
            self.v[i] = self.momentum * self.v[i] - self.lr * g
            new_params.append(p + self.v[i])
        return new_params
