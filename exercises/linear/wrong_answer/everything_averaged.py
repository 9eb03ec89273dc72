"""Title: Both parameter gradients are divided by the number of rows.
Nudge: If every row came twice and the upstream gradients stayed the same, should the gradients stay the same too?
Hint: Any mean belongs to the loss and is already part of grad_output.
Explanation: Both parameters are used once for each row, so their gradients are sums over the rows: grad_output.T @ x
    and grad_output.sum(axis=0). Dividing by N averages a second time when the loss is a mean, because its 1/N is in
    grad_output already.
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
        self.grad_bias = grad_output.mean(axis=0)
        return grad_output @ self.weight
