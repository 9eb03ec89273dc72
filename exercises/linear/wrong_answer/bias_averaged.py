"""Title: The bias gradient is the mean over the rows instead of the sum.
Hint: Any mean belongs to the loss and is already part of grad_output: use sum.
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
        self.grad_bias = grad_output.mean(axis=0)
        return grad_output @ self.weight
