"""Title: What is kept is multiplied by 1 - p instead of divided by it.
Nudge: Must the survivors become larger or smaller to make up for the others?
Hint: Divide by 1 - p.
Explanation: The survivors stand in for those that were dropped, so they grow: x / (1 - p). Multiplying makes the
    average smaller still, (1 - p)² x.
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
            self.mask = (self.rng.random(x.shape) >= self.p) * (1 - self.p)
        return x * self.mask

    def backward(self, grad_output):
        return grad_output * self.mask
