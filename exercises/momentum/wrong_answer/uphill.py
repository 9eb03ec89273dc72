"""Title: The step goes uphill: it is added instead of subtracted.
Nudge: Does the loss become smaller after the first step?
Hint: The velocity collects gradients, which point uphill; subtract it.
Explanation: v = momentum * v + g points uphill like the gradients in it, so x + lr * v climbs. Subtract it: x - lr * v.
    A plus belongs to the other form, in which v = momentum * v - lr * g already points downhill.
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
            self.v[i] = self.momentum * self.v[i] + g
            new_params.append(p + self.lr * self.v[i])
        return new_params
