"""Title: The step looks ahead once more, as PyTorch's nesterov=True does.
Nudge: By which vector do the parameters move in the first step?
Hint: The gradient already comes from the point ahead: the step adds v itself.
Explanation: p + momentum * v - lr * g with the new v is the rewritten form of PyTorch, whose parameters are the points
    ahead themselves. Here lookahead gives these points, and the parameters move by the velocity: p + v.
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
            self.v[i] = self.momentum * self.v[i] - self.lr * g
            new_params.append(p + self.momentum * self.v[i] - self.lr * g)
        return new_params
