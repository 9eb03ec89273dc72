"""Title: The learning rate is fixed at 0.01, whatever the constructor got.
Nudge: What happens to the argument lr after the constructor got it?
Hint: Use the lr that the constructor got.
Explanation: lr is written into the code as a number, so every Adagrad moves at the same rate. Keep what the constructor
    got, self.lr = lr, and use self.lr in step.
Stage: forward
"""

import numpy as np


class Adagrad:
    def __init__(self, lr, eps=1e-8):
        self.lr = 0.01
        self.eps = eps
        self.cache = None

    def step(self, params, grads):
        if self.cache is None:
            self.cache = [np.zeros_like(p) for p in params]
        new_params = []
        for i, (p, g) in enumerate(zip(params, grads)):
            self.cache[i] = self.cache[i] + g**2
            new_params.append(p - self.lr * g / (np.sqrt(self.cache[i]) + self.eps))
        return new_params
