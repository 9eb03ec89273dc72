"""Title: All layers share one mask: that of one layer overwrites that of another.
Nudge: Where does the mask live: in this object, or in the class?
Hint: Keep the mask in self, not in the class or in a global variable.
Explanation: An attribute of the class is one place for all its objects. In a network with two dropout layers, the
    backward of the first would use the mask of the second.
Stage: properties
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
        Dropout.mask = np.ones(x.shape)
        if self.training:
            Dropout.mask = (self.rng.random(x.shape) >= self.p) / (1 - self.p)
        return x * self.mask

    def backward(self, grad_output):
        return grad_output * self.mask
