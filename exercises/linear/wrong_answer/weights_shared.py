"""Title: All layers share one weight and one bias: the latest layer overwrites those of the others.
Hint: Keep them in self, not in the class or in a global variable.
Stage: properties
"""

import numpy as np


class Linear:
    def __init__(self, weight, bias):
        Linear.weight = weight
        Linear.bias = bias

    def forward(self, x):
        self.x = x
        return x @ self.weight.T + self.bias

    def backward(self, grad_output):
        self.grad_weight = grad_output.T @ self.x
        self.grad_bias = grad_output.sum(axis=0)
        return grad_output @ self.weight
