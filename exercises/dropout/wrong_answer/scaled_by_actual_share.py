"""Title: The scale is the share that happened to be kept, not 1 - p.
Nudge: Does your scale depend on the numbers that were drawn?
Hint: Divide by 1 - p, the probability, whatever was drawn.
Explanation: Dividing by the mean of the mask makes the scale random and ties all elements together. The scale is the
    constant 1 / (1 - p).
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
            kept = self.rng.random(x.shape) >= self.p
            self.mask = kept / max(kept.mean(), 1e-12)
        return x * self.mask

    def backward(self, grad_output):
        return grad_output * self.mask
