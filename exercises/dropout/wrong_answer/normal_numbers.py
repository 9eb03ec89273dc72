"""Title: The numbers are drawn from a normal distribution.
Nudge: How often is a number from your generator below 0.5?
Hint: Draw evenly from [0, 1): rng.random(x.shape).
Explanation: Only for numbers spread evenly over [0, 1) is u < p true with probability p. A normal number is below 0.5
    in 69 of 100 cases.
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
            self.mask = (self.rng.standard_normal(x.shape) >= self.p) / (1 - self.p)
        return x * self.mask

    def backward(self, grad_output):
        return grad_output * self.mask
