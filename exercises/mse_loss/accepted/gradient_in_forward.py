import numpy as np


class MSELoss:
    """Has the gradient ready when forward returns."""

    def __init__(self):
        self.grad = None

    def __call__(self, prediction, target):
        return self.forward(prediction, target)

    def forward(self, prediction, target):
        count = np.prod(prediction.shape)
        slope = (prediction - target) / count
        self.grad = slope + slope
        return np.einsum("i,i->", slope.reshape(-1), slope.reshape(-1)) * count

    def backward(self):
        return self.grad.copy()
