"""Title: lookahead uses the whole velocity, without the factor momentum.
Nudge: How far does the old velocity carry the ball in the next step?
Hint: Only momentum * v of the old velocity is left in the next step.
Explanation: The next step is momentum * v - lr * g, so without a gradient the ball arrives at p + momentum * v. p + v
    is farther than it will roll.
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
        return [p + v for p, v in zip(params, self.v)]

    def step(self, params, grads):
        if self.v is None:
            self.v = [np.zeros_like(p) for p in params]
        new_params = []
        for i, (p, g) in enumerate(zip(params, grads)):
            self.v[i] = self.momentum * self.v[i] - self.lr * g
            new_params.append(p + self.v[i])
        return new_params
