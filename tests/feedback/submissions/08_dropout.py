import numpy as np

class Dropout:
    def __init__(self, p, rng):
        self.p = p
        self.rng = rng
        self.on = True

    def train(self):
        self.on = True

    def eval(self):
        self.on = False

    def forward(self, x):
        if not self.on:
            return x.copy()
        self.mask = self.rng.random(x.shape) >= self.p
        return x * self.mask / (1 - self.p)

    def backward(self, grad_output):
        if not self.on:
            return grad_output.copy()
        return grad_output * self.mask
