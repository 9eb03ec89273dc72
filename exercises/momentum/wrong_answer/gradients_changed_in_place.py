"""Title: step changes the caller's gradients in place.
Nudge: What does the caller's list grads hold after the step?
Hint: g += … changes the array that was passed in; momentum * v + g makes a new one.
Explanation: g is the caller's own array, and g += momentum * v turns it into the velocity: whoever logs the gradients
    next sees other numbers. self.momentum * self.v[i] + g makes a new array.
Stage: properties
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
            g += self.momentum * self.v[i]
            self.v[i] = g.copy()
            new_params.append(p - self.lr * self.v[i])
        return new_params
