"""Title: Half of the elements are dropped, whatever p is.
Nudge: Where does forward use p?
Hint: Compare the drawn numbers with self.p.
Explanation: 0.5 is a popular choice, but the layer is built with any p: keep where u >= self.p, scale by 1 / (1 -
    self.p).
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
            self.mask = (self.rng.random(x.shape) >= 0.5) / 0.5
        return x * self.mask

    def backward(self, grad_output):
        return grad_output * self.mask
