"""Title: No velocity goes on from one step to the next: this is plain SGD.
Nudge: What is left of the first gradient in the second step?
Hint: Subtract lr times v, not lr times g, and keep v in self between the steps.
Explanation: A step of lr * g is plain SGD. It comes about when the velocity is computed and never used, and also when v
    starts again from 0 in every call. Create the zeros once, keep v in self, and step by lr * v, in which earlier
    gradients go on.
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
            new_params.append(p - self.lr * g)
        return new_params
