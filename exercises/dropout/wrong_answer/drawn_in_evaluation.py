"""Title: Evaluation draws numbers too, without using them.
Nudge: What does evaluation do to the generator?
Hint: Draw only in training.
Explanation: Numbers drawn in evaluation are lost to training: the masks then depend on how often the network was
    evaluated in between, and a run cannot be repeated.
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
        drawn = self.rng.random(x.shape)
        self.mask = np.ones(x.shape)
        if self.training:
            self.mask = (drawn >= self.p) / (1 - self.p)
        return x * self.mask

    def backward(self, grad_output):
        return grad_output * self.mask
