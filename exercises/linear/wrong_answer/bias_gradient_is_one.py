"""Title: The bias gradient counts the rows and ignores grad_output.
Hint: The derivative of y with respect to b is 1; multiplied by grad_output and summed over the rows it is
    grad_output.sum(axis=0).
Stage: backward
"""

import numpy as np


class Linear:
    def __init__(self, weight, bias):
        self.weight = weight
        self.bias = bias

    def forward(self, x):
        self.x = x
        return x @ self.weight.T + self.bias

    def backward(self, grad_output):
        self.grad_weight = grad_output.T @ self.x
        self.grad_bias = np.ones_like(grad_output).sum(axis=0)
        return grad_output @ self.weight
