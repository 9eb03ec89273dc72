"""Title: No velocity goes on from one step to the next: this is plain SGD with a look ahead.
Nudge: What is left of the first gradient in the second step?
Hint: The old velocity goes on: momentum * v, kept in self between the steps.
Explanation: v = -lr * g forgets all earlier gradients; the same happens when v starts again from 0 in every call. The
    old velocity fades but goes on: v = momentum * v - lr * g.
Stage: forward
"""

import numpy as np


class Nesterov:
    def __init__(self, lr, momentum=0.9):
        self.lr = lr
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
            self.v[i] = -self.lr * g
            new_params.append(p + self.v[i])
        return new_params
