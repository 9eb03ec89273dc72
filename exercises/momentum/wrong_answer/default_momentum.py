"""Title: The default of momentum is not 0.9.
Nudge: What does Momentum(0.1) use when nothing is said about momentum?
Hint: The signature is Momentum(lr, momentum=0.9).
Explanation: The default is part of the contract: momentum=0.9. With another one the velocity remembers for longer or
    shorter, and results no longer compare.
Stage: forward
"""

import numpy as np


class Momentum:
    def __init__(self, lr, momentum=0.99):
        self.lr = lr
        self.momentum = momentum
        self.v = None

    def step(self, params, grads):
        if self.v is None:
            self.v = [np.zeros_like(p) for p in params]
        new_params = []
        for i, (p, g) in enumerate(zip(params, grads)):
            self.v[i] = self.momentum * self.v[i] + g
            new_params.append(p - self.lr * self.v[i])
        return new_params
