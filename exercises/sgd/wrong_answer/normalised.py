"""Title: The gradient is divided by its length.
Nudge: How long is the step where the surface is nearly flat?
Hint: Do not divide by the norm: the step gets shorter as the gradient does.
Explanation: g / |g| makes every step lr long, so the path never settles at the minimum, and a gradient of zeros gives 0
    / 0 = nan. The step of SGD is lr * g: long on a slope, short near the minimum.
Stage: forward
"""

import numpy as np


class SGD:
    def __init__(self, lr):
        self.lr = lr

    def step(self, params, grads):
        new_params = []
        for p, g in zip(params, grads):
            new_params.append(p - self.lr * g / np.linalg.norm(g))
        return new_params
