"""Title: The mask is drawn by binomial instead of from rng.random.
Nudge: Do two ways to draw a mask give the same one from the same seed?
Hint: Draw with rng.random(x.shape), as the statement says, so that the mask can be compared.
Explanation: rng.binomial(1, 1 - p) has the right distribution, but it uses the generator in another way, and the mask
    is a different one. The convention here is rng.random(x.shape) >= p.
Stage: forward
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
            self.mask = self.rng.binomial(1, 1 - self.p, x.shape) / (1 - self.p)
        return x * self.mask

    def backward(self, grad_output):
        return grad_output * self.mask
