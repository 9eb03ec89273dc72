"""Title: The learning rate is applied twice, in the velocity and in the step.
Nudge: How does the first step change when lr is halved?
Hint: Multiply by lr in one place only.
Explanation: v = momentum * v - lr * g already is a step; x + lr * v multiplies once more, so the first step is lr * lr
    * g. With lr in the velocity the step is x + v.
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
            new_params.append(p + self.lr * self.v[i])
        return new_params
