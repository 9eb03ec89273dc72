"""Title: One single number decides about the whole array.
Nudge: How many numbers does rng.random() draw?
Hint: Pass the shape: rng.random(x.shape).
Explanation: rng.random() without a shape is one number, so everything is dropped or everything kept. Each element needs
    a number of its own.
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
            self.mask = np.ones(x.shape) * (self.rng.random() >= self.p) / (1 - self.p)
        return x * self.mask

    def backward(self, grad_output):
        return grad_output * self.mask
