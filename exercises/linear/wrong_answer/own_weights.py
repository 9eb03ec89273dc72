"""Title: The layer makes up its own weights and ignores those it was given.
Hint: Keep the arguments of the constructor in self.weight and self.bias.
Stage: forward
"""

import numpy as np


class Linear:
    def __init__(self, weight, bias):
        self.weight = 0.01 * np.ones_like(weight)
        self.bias = np.zeros_like(bias)

    def forward(self, x):
        self.x = x
        return x @ self.weight.T + self.bias

    def backward(self, grad_output):
        self.grad_weight = grad_output.T @ self.x
        self.grad_bias = grad_output.sum(axis=0)
        return grad_output @ self.weight
