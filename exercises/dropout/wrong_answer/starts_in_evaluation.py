"""Title: A new layer is in evaluation mode.
Nudge: In which mode is a layer on which neither train() nor eval() was called?
Hint: A new layer is in training mode.
Explanation: As in PyTorch, a new layer is in training mode: it is built to be trained, and eval() is called when it is
    used.
Stage: forward
"""

import numpy as np


class Dropout:
    def __init__(self, p, rng):
        self.p, self.rng = p, rng
        self.training = False

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
        return grad_output * self.mask
