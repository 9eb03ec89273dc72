import numpy as np


class LeakyReLU:
    def __init__(self, negative_slope=0.01):
        self.negative_slope = negative_slope

    def slope_at(self, value):
        return 1.0 if value >= 0 else self.negative_slope

    def forward(self, x):
        self.shape = x.shape
        self.slopes = [self.slope_at(value) for value in x.ravel()]
        return np.array([s * value for s, value in zip(self.slopes, x.ravel())]).reshape(x.shape)

    def backward(self, grad_output):
        return np.array([s * g for s, g in zip(self.slopes, grad_output.ravel())]).reshape(self.shape)
