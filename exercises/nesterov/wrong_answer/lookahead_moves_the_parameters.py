"""Title: lookahead changes the caller's parameters in place.
Nudge: What does the caller's list params hold after lookahead?
Hint: p += … changes the array that was passed in; p + … makes a new one.
Explanation: p += momentum * v moves the caller's own parameters to the point ahead, and the step would start from
    there. Only look: p + momentum * v makes a new array.
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
        for p, v in zip(params, self.v):
            p += self.momentum * v
        return list(params)

    def step(self, params, grads):
        if self.v is None:
            self.v = [np.zeros_like(p) for p in params]
        new_params = []
        for i, (p, g) in enumerate(zip(params, grads)):
            self.v[i] = self.momentum * self.v[i] - self.lr * g
            new_params.append(p + self.v[i])
        return new_params
