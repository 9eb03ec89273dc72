"""Title: eval() toggles the mode instead of setting it.
Nudge: In which mode is the layer when eval() is called twice in a row?
Hint: Set the mode to a fixed value: False in eval().
Explanation: not self.training depends on how often it was called. Calling eval() twice must leave the layer in
    evaluation.
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
        self.training = not self.training

    def forward(self, x):
        self.mask = np.ones(x.shape)
        if self.training:
            self.mask = (self.rng.random(x.shape) >= self.p) / (1 - self.p)
        return x * self.mask

    def backward(self, grad_output):
        return grad_output * self.mask
