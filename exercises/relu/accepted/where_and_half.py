import numpy as np


class ReLU:
    """Takes the middle of the subgradients at 0."""

    def forward(self, x):
        self.slope = np.heaviside(x, 0.5)
        return np.where(x < 0, 0.0, x)

    def backward(self, grad_output):
        return np.multiply(self.slope, grad_output)
