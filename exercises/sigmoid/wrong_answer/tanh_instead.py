"""Title: Forward computes tanh instead of the sigmoid.
Hint: tanh goes from -1 to 1, the sigmoid from 0 to 1: sigmoid(x) = (1 + tanh(x / 2)) / 2.
Stage: forward
"""

import numpy as np


class Sigmoid:
    def forward(self, x):
        self.s = np.tanh(x)
        return self.s

    def backward(self, grad_output):
        return grad_output * (1.0 - self.s**2)
