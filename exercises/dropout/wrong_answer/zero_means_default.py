"""Title: p = 0 is replaced by 0.5.
Nudge: Is 0 true or false in Python?
Hint: `p or 0.5` takes 0 for missing: use p as it is.
Explanation: 0 counts as false, so `p or 0.5` gives 0.5 for it. With p = 0 nothing is dropped and the layer is the
    identity.
Stage: properties
"""

import numpy as np


class Dropout:
    def __init__(self, p, rng):
        self.p, self.rng = p or 0.5, rng
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
        return grad_output * self.mask
