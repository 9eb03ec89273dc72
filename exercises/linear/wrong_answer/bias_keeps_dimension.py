"""Title: The bias gradient has shape (1, out) instead of (out,).
Nudge: What are the shapes of the bias and of its gradient?
Hint: A gradient has the shape of the thing it belongs to: leave out keepdims.
Explanation: keepdims leaves an axis of length 1, which gives (1, out). An update bias - lr * grad_bias would then
    turn the bias into a matrix. grad_output.sum(axis=0) has the bias's own shape, (out,).
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
