"""Title: backward scales the gradient but does not drop any of it.
Nudge: How much does the loss depend on an element that was dropped?
Hint: Multiply by the mask, so that dropped elements get a gradient of 0.
Explanation: An element that was dropped had no part in the loss, and its gradient is 0. Only what was kept gets
    grad_output / (1 - p).
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
        return grad_output * self.mask.max()
