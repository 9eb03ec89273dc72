"""Title: Evaluation multiplies by 1 - p, and training does not scale.
Nudge: In which of the two modes does this course scale?
Hint: Scale in training by 1 / (1 - p); evaluation is the identity.
Explanation: That is dropout as in the first paper. With inverted scaling, which is in use today and asked for here, all
    the scaling is done in training, so that a network in use needs no dropout code at all.
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
        self.mask = np.full(x.shape, 1 - self.p)
        if self.training:
            self.mask = (self.rng.random(x.shape) >= self.p) * 1.0
        return x * self.mask

    def backward(self, grad_output):
        return grad_output * self.mask
