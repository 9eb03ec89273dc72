import numpy as np


class Softplus:
    """The identity from 20 on, where the difference is two billionths."""

    def forward(self, x):
        large = x > 20.0
        exp = np.exp(np.where(large, 0.0, x))
        self.slope = np.where(large, 1.0, exp / (1.0 + exp))
        return np.where(large, x, np.log(1.0 + exp))

    def backward(self, grad_output):
        return np.multiply(grad_output, self.slope)
