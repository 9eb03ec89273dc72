"""Title: backward draws a mask of its own.
Nudge: Which elements had a part in the loss?
Hint: Keep the mask of forward and use it again.
Explanation: A gradient flows back through the elements that were kept in forward, and only those. A new mask lets it
    through where nothing went forward.
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
        mask = self.mask
        if self.training:
            mask = (self.rng.random(grad_output.shape) >= self.p) / (1 - self.p)
        return grad_output * mask
