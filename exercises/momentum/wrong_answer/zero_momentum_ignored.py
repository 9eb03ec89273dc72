"""Title: A momentum of 0 is taken for a missing one.
Nudge: What is the truth value of 0.0 in Python?
Hint: Take the argument as it is: 0 is a number like any other.
Explanation: momentum or 0.9 gives 0.9 for momentum = 0.0, because 0.0 counts as false. The default stands in the
    signature already; keep the argument as it is. With momentum = 0 the method is plain SGD.
Stage: forward
"""

import numpy as np


class Momentum:
    def __init__(self, lr, momentum=0.9):
        self.lr = lr
        self.momentum = momentum or 0.9
        self.v = None

    def step(self, params, grads):
        if self.v is None:
            self.v = [np.zeros_like(p) for p in params]
        new_params = []
        for i, (p, g) in enumerate(zip(params, grads)):
            self.v[i] = self.momentum * self.v[i] + g
            new_params.append(p - self.lr * self.v[i])
        return new_params
