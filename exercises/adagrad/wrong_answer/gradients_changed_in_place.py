"""Title: step changes the caller's gradients in place.
Nudge: What does the caller's list grads hold after the step?
Hint: g *= lr changes the array that was passed in; lr * g makes a new one.
Explanation: g is the caller's own array, and g *= self.lr overwrites it: whoever logs the gradients next sees them
    scaled. self.lr * g makes a new array.
Stage: properties
"""

import numpy as np


class Adagrad:
    def __init__(self, lr, eps=1e-8):
        self.lr = lr
        self.eps = eps
        self.cache = None

    def step(self, params, grads):
        if self.cache is None:
            self.cache = [np.zeros_like(p) for p in params]
        new_params = []
        for i, (p, g) in enumerate(zip(params, grads)):
            self.cache[i] = self.cache[i] + g**2
            g *= self.lr
            new_params.append(p - g / (np.sqrt(self.cache[i]) + self.eps))
        return new_params
