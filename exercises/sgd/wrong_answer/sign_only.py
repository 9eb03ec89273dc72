"""Title: Only the sign of the gradient is used.
Nudge: How long is the step where the surface is nearly flat?
Hint: Multiply by the gradient itself, not by its sign.
Explanation: lr * sign(g) moves every element by exactly lr, on a cliff as on a plain. The step of SGD is lr * g: the
    size of the gradient counts.
Stage: forward
"""

import numpy as np


class SGD:
    def __init__(self, lr):
        self.lr = lr

    def step(self, params, grads):
        new_params = []
        for p, g in zip(params, grads):
            new_params.append(p - self.lr * np.sign(g))
        return new_params
