"""Title: backward changes the weights: it takes a step of gradient descent.
Hint: backward only computes gradients; the step belongs to the optimizer.
Stage: properties
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
        grad_x = grad_output @ self.weight
        self.weight = self.weight - 0.01 * self.grad_weight
        self.bias = self.bias - 0.01 * self.grad_bias
        return grad_x
