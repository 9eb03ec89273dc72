"""Title: The bias is added to the gradient of the input.
Nudge: How does y change with x if the bias is made larger?
Hint: The bias does not depend on x, so it does not appear in the gradient of x.
Explanation: In y = x Wᵀ + b the bias is a constant beside x, and its derivative with respect to x is 0. What reaches
    x is grad_output @ weight, without any term of the bias.
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
        return grad_output @ self.weight + self.bias.sum()
