"""Title: The learning rate is applied twice, in the velocity and in the step.
Nudge: How does the first step change when lr is halved?
Hint: Multiply by lr in one place only.
Explanation: With v = momentum * v + lr * g the velocity already is a step; lr * v multiplies once more, so the first
    step is lr * lr * g. Take v = momentum * v + g with x - lr * v, or lr in the velocity alone with x - v.
Stage: forward
"""

import numpy as np


class Momentum:
    def __init__(self, lr, momentum=0.9):
        self.lr = lr
        self.momentum = momentum
        self.v = None

    def step(self, params, grads):
        if self.v is None:
            self.v = [np.zeros_like(p) for p in params]
        new_params = []
        for i, (p, g) in enumerate(zip(params, grads)):
            self.v[i] = self.momentum * self.v[i] + self.lr * g
            new_params.append(p - self.lr * self.v[i])
        return new_params
