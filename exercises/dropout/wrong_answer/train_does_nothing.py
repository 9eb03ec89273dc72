"""Title: train() does not switch back to training.
Nudge: In which mode is the layer after eval() and then train()?
Hint: train() sets the mode back to training.
Explanation: A network is evaluated between two epochs and trained on afterwards. train() has to undo what eval() did.
Stage: forward
"""

import numpy as np


class Dropout:
    def __init__(self, p, rng):
        self.p, self.rng = p, rng
        self.training = True

    def train(self):
        pass

    def eval(self):
        self.training = False

    def forward(self, x):
        self.mask = np.ones(x.shape)
        if self.training:
            self.mask = (self.rng.random(x.shape) >= self.p) / (1 - self.p)
        return x * self.mask

    def backward(self, grad_output):
        return grad_output * self.mask
