import numpy as np


class ELU:
    """The positive part plus the exponential of the negative part."""

    def __init__(self, alpha=1.0):
        self.alpha = alpha

    def forward(self, x):
        exp = np.exp(np.minimum(x, 0.0))
        self.cache = (x >= 0.0, exp)
        return np.maximum(x, 0.0) + self.alpha * (exp - 1.0)

    def backward(self, grad_output):
        positive, exp = self.cache
        return grad_output * positive + grad_output * ~positive * self.alpha * exp
