"""Title: What is kept is not scaled up in training.
Nudge: Is the average of the output the same in training and in evaluation?
Hint: Divide what is kept by 1 - p.
Explanation: With probability 1 - p an element survives, so the average of the output shrinks by that factor. Inverted
    scaling, 1 / (1 - p), makes up for it in training, and evaluation can be the identity.
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
            self.mask = (self.rng.random(x.shape) >= self.p) * 1.0
        return x * self.mask

    def backward(self, grad_output):
        return grad_output * self.mask
