"""Title: The mask is drawn once and used for every forward.
Nudge: Are the same units dropped in every step?
Hint: Draw a new mask in every training forward.
Explanation: If the same units are off all the time, the network is just smaller. A new mask in each step is what keeps
    units from relying on each other.
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
        if not self.training:
            self.mask = np.ones(x.shape)
            return x
        if getattr(self, "drawn", None) is None or self.drawn.shape != x.shape:
            self.drawn = self.rng.random(x.shape)
        self.mask = (self.drawn >= self.p) / (1 - self.p)
        return x * self.mask

    def backward(self, grad_output):
        return grad_output * self.mask
