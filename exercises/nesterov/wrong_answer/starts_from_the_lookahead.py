"""Title: The step starts from the look-ahead point instead of the parameters.
Nudge: From which point is the new velocity added?
Hint: The point ahead is only for the gradient: the step starts from the parameter.
Explanation: The new v contains momentum * v already; starting from p + momentum * v counts the old velocity twice. The
    step goes from the parameter itself: p + v.
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
            ahead = p + self.momentum * self.v[i]
            self.v[i] = self.momentum * self.v[i] - self.lr * g
            new_params.append(ahead + self.v[i])
        return new_params
