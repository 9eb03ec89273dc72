import numpy as np


class ELU:
    def __init__(self, alpha=1.0):
        self.alpha = alpha

    def forward(self, x):
        self.negative = x < 0
        self.slope = np.ones_like(x)
        self.slope[self.negative] = self.alpha * np.exp(x[self.negative])
        out = x.copy()
        out[self.negative] = self.slope[self.negative] - self.alpha
        return out

    def backward(self, grad_output):
        return self.slope * grad_output
