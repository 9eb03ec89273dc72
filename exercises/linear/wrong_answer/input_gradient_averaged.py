"""Title: The gradient of the input is divided by the number of rows.
Nudge: How many outputs depend on the row n of x?
Hint: Each row of x is used once: its gradient is grad_output @ weight, with no division.
Explanation: Row n of x is used by row n of y and by no other, so its gradient is grad_output[n] @ weight. There is no
    sum over rows here, and nothing to divide by: grad_output @ weight.
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
        return grad_output @ self.weight / len(self.x)
