"""Title: What is kept is divided by p instead of 1 - p.
Nudge: With which probability does an element survive?
Hint: Divide by the probability of being kept: 1 - p.
Explanation: The expected output is (1 - p) · x · scale, which is x for scale = 1 / (1 - p). The two are the same only
    for p = 0.5.
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
            self.mask = (self.rng.random(x.shape) >= self.p) / (self.p or 1.0)
        return x * self.mask

    def backward(self, grad_output):
        return grad_output * self.mask
