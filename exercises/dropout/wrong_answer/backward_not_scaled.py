"""Title: backward uses the mask without its scale.
Nudge: By how much does the output change when a kept element moves by 1?
Hint: Multiply by the same 1 / (1 - p) as in forward.
Explanation: y = x / (1 - p) for what is kept, so its derivative is 1 / (1 - p). Without it the gradient is too small by
    the factor 1 - p.
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
        return x * self.mask

    def backward(self, grad_output):
        return grad_output * (self.mask > 0)
