"""Title: lookahead changes the velocity, so a second look gives other points.
Nudge: What does lookahead give when it is asked twice before a step?
Hint: Leave self.v as it is in lookahead; step multiplies by momentum.
Explanation: lookahead multiplies self.v by momentum and step relies on that: asked twice, the velocity fades twice, and
    without a look not at all. lookahead only looks: compute p + momentum * v and keep v; the factor belongs into step.
Stage: properties
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
        self.v = [self.momentum * v for v in self.v]
        return [p + v for p, v in zip(params, self.v)]

    def step(self, params, grads):
        if self.v is None:
            self.v = [np.zeros_like(p) for p in params]
        new_params = []
        for i, (p, g) in enumerate(zip(params, grads)):
            self.v[i] = self.v[i] - self.lr * g
            new_params.append(p + self.v[i])
        return new_params
