"""Title: step changes the caller's parameters in place.
Nudge: What does the caller's list params hold after the step?
Hint: p += … changes the array that was passed in; p + … makes a new one.
Explanation: p is the caller's own array, and p += … writes the new value into it. The contract is to leave the
    arguments as they are: p + … makes a new array, which goes into the new list.
Stage: properties
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
            p += self.v[i]
            new_params.append(p)
        return new_params
