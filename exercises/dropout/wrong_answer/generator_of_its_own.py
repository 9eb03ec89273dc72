"""Title: The mask comes from a generator that forward makes itself.
Nudge: Which generator was the layer given, and which one does forward ask?
Hint: Use self.rng.
Explanation: A generator made anew with a fixed seed draws the same mask every time, and nobody outside can choose the
    seed. The layer draws from the generator it was given.
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
            self.mask = (np.random.default_rng(0).random(x.shape) >= self.p) / (1 - self.p)
        return x * self.mask

    def backward(self, grad_output):
        return grad_output * self.mask
