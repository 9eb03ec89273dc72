"""Title: Where the output is 0, the element is taken for dropped.
Nudge: Can an output be 0 although the element was kept?
Hint: Keep the mask itself; a kept 0 is 0 as well.
Explanation: Behind a ReLU many inputs are exactly 0. They may be kept, and then their gradient is grad_output / (1 -
    p), although the output there is 0.
Stage: backward
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
        self.out = x * self.mask
        self.scale = self.mask.max()
        return self.out

    def backward(self, grad_output):
        return np.where(self.out != 0, grad_output * self.scale, 0.0)
