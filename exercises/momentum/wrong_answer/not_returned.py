"""Title: step does not return the new parameters.
Nudge: What does a call of step give back to its caller?
Hint: End step with return: the caller's list is not changed.
Explanation: The new parameters are collected and then dropped: without a return, a function gives None. End step with
    return new_params.
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
            new_params.append(p - self.lr * self.v[i])
