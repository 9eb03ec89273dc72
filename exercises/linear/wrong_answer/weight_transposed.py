"""Title: The weight gradient is transposed: (in, out) instead of (out, in).
Nudge: Do self.weight and self.grad_weight have the same shape?
Hint: grad_weight has the shape of weight: grad_output.T @ x.
Explanation: x.T @ grad_output has shape (in, out), the transpose of what belongs to a weight of shape (out, in). With
    in = out the numbers sit in the wrong places and nothing complains. dL/dW = grad_output.T @ x.
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
        self.grad_weight = self.x.T @ grad_output
        self.grad_bias = grad_output.sum(axis=0)
        return grad_output @ self.weight
