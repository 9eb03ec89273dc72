"""Title: The bias gradient has shape (1, out) instead of (out,).
Hint: A gradient has the shape of the thing it belongs to: leave out keepdims.
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
        self.grad_bias = grad_output.sum(axis=0, keepdims=True)
        return grad_output @ self.weight
