"""Title: One mask is drawn and used for every row.
Nudge: How many numbers must be drawn for a batch of N rows?
Hint: Draw one number for each element: rng.random(x.shape).
Explanation: Each example drops units of its own. A mask of the shape of one row, broadcast over the batch, drops the
    same units everywhere.
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
            self.mask = np.ones(x.shape) * (self.rng.random(x.shape[1:]) >= self.p) / (1 - self.p)
        return x * self.mask

    def backward(self, grad_output):
        return grad_output * self.mask
