"""Title: The dropped elements are left out, so the output has another shape.
Nudge: What shape does the next layer expect?
Hint: Dropped elements become 0 and stay in their place.
Explanation: x[kept] is a shorter array of one dimension. Dropout keeps the shape and writes zeros: multiply by the
    mask.
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
            self.mask = (self.rng.random(x.shape) >= self.p) / (1 - self.p)
        return x[self.mask > 0] * self.mask[self.mask > 0] if self.training else x

    def backward(self, grad_output):
        return grad_output * self.mask
