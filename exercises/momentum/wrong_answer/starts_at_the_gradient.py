"""Title: The first gradient counts twice: the velocity starts as a gradient instead of 0.
Nudge: What is v before the first gradient comes in?
Hint: v starts at 0, so that after the first step it is g.
Explanation: With v = g to begin with, the first update gives momentum * g + g, 1.9 times too much. Start with zeros:
    then v = momentum * 0 + g = g in the first step.
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
            self.v = [np.array(g) for g in grads]
        new_params = []
        for i, (p, g) in enumerate(zip(params, grads)):
            self.v[i] = self.momentum * self.v[i] + g
            new_params.append(p - self.lr * self.v[i])
        return new_params
