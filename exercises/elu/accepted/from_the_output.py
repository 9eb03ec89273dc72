import numpy as np


class ELU:
    def __init__(self, alpha=1.0):
        self.alpha = alpha

    def forward(self, x):
        left = self.alpha * np.expm1(np.minimum(x, 0))
        self.out = np.maximum(x, 0) + left
        return self.out

    def backward(self, grad_output):
        slope = self.out + self.alpha
        slope[self.out > 0] = 1
        return slope * grad_output
