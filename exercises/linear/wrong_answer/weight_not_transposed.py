"""Title: forward multiplies by weight, not by its transpose.
Nudge: Which axes meet in the product, and do they have the same length?
Hint: weight has shape (out, in); x @ weight.T gives (N, out).
Explanation: x is (N, in) and weight is (out, in): in x @ weight the axis in meets out, which fails unless they are
    equal and is wrong when they are. x @ weight.T lets in meet in and gives (N, out).
Stage: forward
"""

import numpy as np


class Linear:
    def __init__(self, weight, bias):
        self.weight = weight
        self.bias = bias

    def forward(self, x):
        self.x = x
        return x @ self.weight + self.bias

    def backward(self, grad_output):
        self.grad_weight = grad_output.T @ self.x
        self.grad_bias = grad_output.sum(axis=0)
        return grad_output @ self.weight
