import numpy as np


class ReLU:
    def forward(self, x):
        self.x = np.array(x)
        return (np.abs(self.x) + self.x) / 2

    def backward(self, grad_output):
        return np.where(self.x >= 0, grad_output, 0.0)
