"""Title: The weight gradient is divided by the number of rows.
Nudge: Does the contribution of one row to the weight gradient depend on how many other rows there are?
Hint: Any mean belongs to the loss and is already part of grad_output.
Explanation: dL/dW = Σ_n grad_output[n]ᵀ x[n] is a sum over the rows, grad_output.T @ x. Dividing by N makes it a
    mean; when the loss is a mean, its 1/N is in grad_output already, and the gradient comes out N times too small.
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
        self.grad_weight = grad_output.T @ self.x / len(self.x)
        self.grad_bias = grad_output.sum(axis=0)
        return grad_output @ self.weight
