"""Title: All layers share one mode: eval() on one of them switches the others too.
Nudge: Whose mode does eval() change?
Hint: Set self.training, not an attribute of the class.
Explanation: An attribute of the class is one place for all its objects. Each layer has a mode of its own:
    self.training.
Stage: properties
"""

import numpy as np


class Dropout:
    def __init__(self, p, rng):
        self.p, self.rng = p, rng
        Dropout.training = True

    def train(self):
        Dropout.training = True

    def eval(self):
        Dropout.training = False

    def forward(self, x):
        self.mask = np.ones(x.shape)
        if self.training:
            self.mask = (self.rng.random(x.shape) >= self.p) / (1 - self.p)
        return x * self.mask

    def backward(self, grad_output):
        return grad_output * self.mask
