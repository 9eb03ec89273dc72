"""Title: Only the first parameter is updated.
Nudge: How many arrays does step return, and how many did it get?
Hint: Return a new array for every parameter: the return belongs after the loop.
Explanation: The return stands inside the loop, so it ends after the first parameter. Move it out by one level: every
    parameter gets its new array, then the whole list is returned.
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
            new_params.append(p + self.v[i])
            return new_params
