import numpy as np


class LeakyReLU:
    def __init__(self, negative_slope=0.01):
        self.alpha = negative_slope

    def forward(self, x):
        self.slopes = np.ones_like(x)
        self.slopes[x < 0] = self.alpha
        return self.slopes * x

    def backward(self, grad_output):
        return self.slopes * grad_output
