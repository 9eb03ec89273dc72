"""Title: step returns the parameters as they were.
Nudge: The update is computed. Where does it go?
Hint: Put the new value into the list that is returned.
Explanation: The list that is returned holds p itself; the update is computed and never used. The new parameter is p +
    v.
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
            self.v[i] = self.momentum * self.v[i] - self.lr * g
            update = self.v[i]
            new_params.append(p)
        return new_params
