"""Title: An element whose number is equal to p is dropped.
Nudge: What happens to a drawn 0 when p is 0?
Hint: Kept means at least p: >= instead of >.
Explanation: The numbers lie in [0, 1), 0 included. With u >= p exactly the part 1 - p is kept, and with p = 0
    everything; u > p would drop a drawn 0.
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
            self.mask = (self.rng.random(x.shape) > self.p) / (1 - self.p)
        return x * self.mask

    def backward(self, grad_output):
        return grad_output * self.mask
