import math

import numpy as np


class Tanh:
    def forward(self, x):
        self.t = np.empty(x.shape)
        for index, value in np.ndenumerate(x):
            self.t[index] = math.tanh(value)
        return self.t

    def backward(self, grad_output):
        grad_x = np.zeros_like(self.t)
        for index, t in np.ndenumerate(self.t):
            grad_x[index] = grad_output[index] * (1.0 - t) * (1.0 + t)
        return grad_x
