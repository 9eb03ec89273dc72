"""Title: step returns the update instead of the new parameters.
Nudge: Is what comes back near the parameters, or near zero?
Hint: Subtract the update from the parameter.
Explanation: The list holds the change without the parameter it belongs to. The new parameter is p - lr * v.
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
            new_params.append(-self.lr * self.v[i])
        return new_params
