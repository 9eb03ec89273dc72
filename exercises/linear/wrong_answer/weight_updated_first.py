"""Title: backward changes the weight before it uses it for the gradient of the input.
Hint: backward only computes gradients, all of them from the weight that forward used.
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
        self.grad_bias = grad_output.sum(axis=0)
        self.weight = self.weight - 0.01 * self.grad_weight
        return grad_output @ self.weight
