"""Title: momentum is fixed at 0.9, whatever the constructor got.
Nudge: What happens to the argument momentum after the constructor got it?
Hint: Use the momentum that the constructor got.
Explanation: momentum is written into the code as 0.9, so Momentum(0.1, momentum=0.5) keeps too much of its velocity.
    Keep it, self.momentum = momentum, and use self.momentum in step.
Stage: forward
"""

import numpy as np


class Momentum:
    def __init__(self, lr, momentum=0.9):
        self.lr = lr
        self.momentum = 0.9
        self.v = None

    def step(self, params, grads):
        if self.v is None:
            self.v = [np.zeros_like(p) for p in params]
        new_params = []
        for i, (p, g) in enumerate(zip(params, grads)):
            self.v[i] = self.momentum * self.v[i] + g
            new_params.append(p - self.lr * self.v[i])
        return new_params
