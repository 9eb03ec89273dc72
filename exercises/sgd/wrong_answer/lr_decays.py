"""Title: The learning rate is divided by the square root of the number of steps.
Nudge: Which parts of x - lr * g depend on how many steps were taken?
Hint: lr stays as it is; schedules are an exercise of their own.
Explanation: The first step is right, and then every step is shorter by 1 / sqrt(t). Decay may help, but the caller
    chooses it by a schedule; SGD itself always steps by lr * g.
Stage: forward
"""

import numpy as np


class SGD:
    def __init__(self, lr):
        self.lr = lr
        self.t = 0

    def step(self, params, grads):
        self.t += 1
        new_params = []
        for p, g in zip(params, grads):
            new_params.append(p - self.lr / np.sqrt(self.t) * g)
        return new_params
