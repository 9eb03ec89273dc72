import numpy as np


class Tanh:
    def __init__(self):
        self.cache = ()

    def forward(self, x):
        e = np.exp(-2 * np.abs(x))
        out = np.sign(x) * (1 - e) / (1 + e)
        self.cache = (out, e)
        return out

    def backward(self, grad_output):
        _, e = self.cache
        return 4 * e / (1 + e) ** 2 * grad_output
