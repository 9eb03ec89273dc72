"""Title: In evaluation backward still uses the mask of an earlier training forward.
Nudge: To which forward does the stored mask belong?
Hint: In evaluation the mask is all ones: forward has to set it in both modes.
Explanation: backward belongs to the latest forward. After a forward in evaluation the layer was the identity, and the
    gradient passes unchanged.
Stage: backward
"""

import numpy as np


class Dropout:
    def __init__(self, p, rng):
        self.p, self.rng = p, rng
        self.training = True
        self.mask = 1.0

    def train(self):
        self.training = True

    def eval(self):
        self.training = False

    def forward(self, x):
        if not self.training:
            return x
        self.mask = (self.rng.random(x.shape) >= self.p) / (1 - self.p)
        return x * self.mask

    def backward(self, grad_output):
        return grad_output * self.mask
