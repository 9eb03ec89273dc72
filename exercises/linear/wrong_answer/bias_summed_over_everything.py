"""Title: The bias gradient is summed over rows and outputs into one number.
Nudge: How many biases are there, and do they all have the same gradient?
Hint: There is one bias per output: sum over axis 0 only.
Explanation: sum() without an axis adds up rows and outputs into a single number. Output o has a bias of its own that
    sees column o of grad_output only: grad_output.sum(axis=0), of shape (out,).
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
        self.grad_bias = grad_output.sum()
        return grad_output @ self.weight
