"""Title: Elements are dropped in evaluation too.
Nudge: Does the same input give the same answer twice in evaluation?
Hint: In evaluation forward returns x.
Explanation: Dropout is noise for training. A network in use must answer the same question in the same way: evaluation
    is the identity.
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
        self.mask = (self.rng.random(x.shape) >= self.p) / (1 - self.p)
        return x * self.mask

    def backward(self, grad_output):
        return grad_output * self.mask
