"""Title: All layers share one weight and one bias: the latest layer overwrites those of the others.
Nudge: Two layers are made with different weights: which ones does the first layer use then?
Hint: Keep them in self, not in the class or in a global variable.
Explanation: Linear.weight and Linear.bias belong to the class, so the constructor of the second layer replaces the
    parameters of the first. self.weight = weight gives each object its own.
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
