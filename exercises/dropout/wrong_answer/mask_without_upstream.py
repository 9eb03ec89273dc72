"""Title: backward returns the mask, without the upstream gradient.
Nudge: What should come out when the upstream gradient is zero?
Hint: Multiply the mask by grad_output.
Explanation: The mask is the local derivative. The chain rule multiplies it by what comes from behind: dL/dx = mask ·
    grad_output.
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
        return self.mask
