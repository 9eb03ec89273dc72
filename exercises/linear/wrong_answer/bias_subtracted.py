"""Title: forward subtracts the bias.
Nudge: Which way does an output move when its bias grows?
Hint: y = x Wᵀ + b, with a plus.
Explanation: With x Wᵀ − b a larger bias makes the output smaller. The layer adds it: y = x Wᵀ + b.
Stage: forward
"""

import numpy as np


class Linear:
    def __init__(self, weight, bias):
        self.weight = weight
        self.bias = bias

    def forward(self, x):
        self.x = x
        return x @ self.weight.T - self.bias

    def backward(self, grad_output):
        self.grad_weight = grad_output.T @ self.x
        self.grad_bias = grad_output.sum(axis=0)
        return grad_output @ self.weight
