"""Title: backward returns the upstream gradient, as if nothing had been dropped.
Nudge: Is the layer the identity in training?
Hint: Multiply by the mask of forward.
Explanation: y = mask · x, so dL/dx = mask · grad_output: 0 where an element was dropped, and scaled where it was kept.
Stage: backward
"""

import numpy as np


class Dropout:
    def __init__(self, p, rng):
        self.p, self.rng = p, rng
        self.training = True

    def train(self):
        self.training = True

    def eval(self):
        self.training = False

    def forward(self, x):
        self.mask = np.ones(x.shape)
        if self.training:
            self.mask = (self.rng.random(x.shape) >= self.p) / (1 - self.p)
        return x * self.mask

    def backward(self, grad_output):
        return grad_output.copy()
