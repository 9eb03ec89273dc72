import math

import numpy as np


class ELU:
    def __init__(self, alpha=1.0):
        self.alpha = alpha

    def forward(self, x):
        self.x = x
        out = np.zeros(x.shape)
        for index in np.ndindex(x.shape):
            out[index] = x[index] if x[index] > 0 else self.alpha * math.expm1(x[index])
        return out

    def backward(self, grad_output):
        grad_x = np.array(grad_output)
        for index in np.ndindex(grad_x.shape):
            if self.x[index] < 0:
                grad_x[index] *= self.alpha * math.exp(self.x[index])
        return grad_x
