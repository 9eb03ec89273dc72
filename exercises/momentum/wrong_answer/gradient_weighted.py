"""Title: momentum multiplies the gradient instead of the velocity.
Nudge: Which of the two terms should fade over the steps?
Hint: The factor belongs to the old velocity: momentum * v + g.
Explanation: v + momentum * g keeps all old gradients in full and weakens the newest. It is the other way round: the old
    velocity fades, v = momentum * v + g.
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
            self.v[i] = self.v[i] + self.momentum * g
            new_params.append(p - self.lr * self.v[i])
        return new_params
