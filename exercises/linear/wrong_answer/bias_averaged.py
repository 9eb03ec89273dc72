"""Title: The bias gradient is the mean over the rows instead of the sum.
Nudge: Does the contribution of one row to the bias gradient depend on how many other rows there are?
Hint: Any mean belongs to the loss and is already part of grad_output: use sum.
Explanation: b_o is added to every row, so dL/db_o = Σ_n grad_output[n, o], which is grad_output.sum(axis=0). A mean
    over rows divides by N once more: if the loss is a mean, its 1/N is in grad_output already.
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
        self.grad_bias = grad_output.mean(axis=0)
        return grad_output @ self.weight
