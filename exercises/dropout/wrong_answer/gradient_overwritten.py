"""Title: backward drops elements inside the caller's grad_output.
Nudge: What does grad_output contain after backward?
Hint: *= changes the array that was passed in; return a new one.
Explanation: grad_output *= mask works in place, and whoever needs that gradient for another branch finds zeros in it.
    grad_output * mask makes a new array.
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
        return x * self.mask

    def backward(self, grad_output):
        grad_output *= self.mask
        return grad_output
