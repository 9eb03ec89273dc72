import numpy as np


class Sigmoid:
    def forward(self, x):
        out = np.empty_like(x)
        positive = x >= 0
        out[positive] = 1.0 / (1.0 + np.exp(-x[positive]))
        exp = np.exp(x[~positive])
        out[~positive] = exp / (1.0 + exp)
        self.out = out
        return out

    def backward(self, grad_output):
        return self.out * (1 - self.out) * grad_output
