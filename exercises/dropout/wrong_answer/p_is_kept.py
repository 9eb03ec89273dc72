"""Title: p is taken for the probability of keeping an element.
Nudge: Which part of the elements is dropped when p is 0.3?
Hint: p is the probability of dropping: keep where the number is at least p, and divide by 1 - p.
Explanation: Some books and old versions of TensorFlow call the keep probability p. Here, as in PyTorch, p = 0.3 drops
    30 percent: keep where u >= p, scale by 1 / (1 - p).
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
            self.mask = (self.rng.random(x.shape) < self.p) / self.p if self.p else np.zeros(x.shape)
        return x * self.mask

    def backward(self, grad_output):
        return grad_output * self.mask
