"""Title: The velocity starts at 1 instead of 0.
Nudge: Where does a parameter go whose gradient is 0?
Hint: A ball that is let go has no velocity yet: start with zeros.
Explanation: np.ones_like gives every element a push at the start that no gradient asked for. The velocity starts at 0:
    np.zeros_like.
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
            self.v = [np.ones_like(p) for p in params]
        new_params = []
        for i, (p, g) in enumerate(zip(params, grads)):
            self.v[i] = self.momentum * self.v[i] + g
            new_params.append(p - self.lr * self.v[i])
        return new_params
