"""Title: The old velocity is subtracted instead of added.
Nudge: In which direction does the old velocity push when all gradients are the same?
Hint: Look at the sign of momentum * v.
Explanation: g - momentum * v brakes: with a constant gradient the steps become shorter instead of longer. The old
    velocity goes on in its direction: v = momentum * v + g.
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
            self.v[i] = g - self.momentum * self.v[i]
            new_params.append(p - self.lr * self.v[i])
        return new_params
