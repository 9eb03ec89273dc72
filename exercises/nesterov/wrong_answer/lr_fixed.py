"""Title: The learning rate is fixed at 0.01, whatever the constructor got.
Nudge: What happens to the argument lr after the constructor got it?
Hint: Use the lr that the constructor got.
Explanation: lr is written into the code as a number, so every Nesterov moves at the same rate. Keep what the
    constructor got, self.lr = lr, and use self.lr in step.
Stage: forward
"""

import numpy as np


class Nesterov:
    def __init__(self, lr, momentum=0.9):
        self.lr = 0.01
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
            new_params.append(p + self.v[i])
        return new_params
