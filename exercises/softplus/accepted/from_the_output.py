import numpy as np


class Softplus:
    """With y the output, the slope is 1 - exp(-y)."""

    def __init__(self):
        self.out = None

    def forward(self, x):
        self.out = np.maximum(x, 0.0) + np.log1p(np.exp(-np.abs(x)))
        return self.out

    def backward(self, grad_output):
        return -grad_output * np.expm1(-self.out)
