"""Title: step changes the caller's gradients in place.
Nudge: What does the caller's list grads hold after the step?
Hint: g *= lr changes the array that was passed in; lr * g makes a new one.
Explanation: g is the caller's own array, and g *= self.lr overwrites it: whoever logs the gradients next sees them
    scaled. self.lr * g makes a new array.
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
            g *= self.lr
            self.v[i] = self.momentum * self.v[i] - g
            new_params.append(p + self.v[i])
        return new_params
