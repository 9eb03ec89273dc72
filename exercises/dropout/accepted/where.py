import numpy as np


class Dropout:
    """Keeps the truth values and the scale apart."""

    def __init__(self, p, rng):
        self.keep = 1.0 - p
        self.p = p
        self.rng = rng
        self.mode = "train"

    def train(self):
        self.mode = "train"

    def eval(self):
        self.mode = "eval"

    def forward(self, x):
        self.cache = (self.mode, None)
        if self.mode == "eval":
            return x.copy()
        kept = ~(self.rng.random(x.shape) < self.p)
        self.cache = (self.mode, kept)
        return np.where(kept, x / self.keep, 0.0)

    def backward(self, grad_output):
        mode, kept = self.cache
        if mode == "eval":
            return grad_output.copy()
        return np.where(kept, grad_output / self.keep, 0.0)
