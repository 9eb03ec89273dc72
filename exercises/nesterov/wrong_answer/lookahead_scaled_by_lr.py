"""Title: lookahead multiplies the velocity by lr once more.
Nudge: In which units is v here: those of a gradient or those of a step?
Hint: v already contains lr: the point ahead is p + momentum * v.
Explanation: Here v = momentum * v - lr * g is a step, in the units of x. p + lr * momentum * v scales it a second time
    and hardly looks ahead. The factor lr belongs there only if v collects plain gradients.
Stage: forward
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
        return [p + self.lr * self.momentum * v for p, v in zip(params, self.v)]

    def step(self, params, grads):
        if self.v is None:
            self.v = [np.zeros_like(p) for p in params]
        new_params = []
        for i, (p, g) in enumerate(zip(params, grads)):
            self.v[i] = self.momentum * self.v[i] - self.lr * g
            new_params.append(p + self.v[i])
        return new_params
