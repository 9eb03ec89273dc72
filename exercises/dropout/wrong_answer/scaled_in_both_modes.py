"""Title: Evaluation multiplies by 1 - p although training has scaled already.
Nudge: What does your layer do to a batch of ones in evaluation?
Hint: Evaluation is the identity: the scaling was done in training.
Explanation: Dividing by 1 - p in training already keeps the average. A factor 1 - p in evaluation makes everything
    smaller there than in training.
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
            self.mask = (self.rng.random(x.shape) >= self.p) / (1 - self.p)
        return x * self.mask

    def backward(self, grad_output):
        return grad_output * self.mask
