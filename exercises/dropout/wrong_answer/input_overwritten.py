"""Title: forward drops elements inside the caller's array.
Nudge: What does x contain after forward?
Hint: *= changes the array that was passed in; return a new one.
Explanation: x *= mask works in place: the caller's numbers are gone, and another layer that uses them sees zeros. x *
    mask makes a new array.
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
        self.mask = np.ones(x.shape)
        if self.training:
            self.mask = (self.rng.random(x.shape) >= self.p) / (1 - self.p)
        x *= self.mask
        return x

    def backward(self, grad_output):
        return grad_output * self.mask
