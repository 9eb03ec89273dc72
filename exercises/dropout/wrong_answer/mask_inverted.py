"""Title: The mask keeps what should be dropped.
Nudge: For which drawn numbers is an element kept?
Hint: An element is kept where its number is at least p.
Explanation: A number below p comes with probability p, the probability of dropping. So u < p means dropped and u >= p
    means kept.
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
            self.mask = (self.rng.random(x.shape) < self.p) / (1 - self.p)
        return x * self.mask

    def backward(self, grad_output):
        return grad_output * self.mask
