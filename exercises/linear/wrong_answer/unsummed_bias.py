"""Title: The bias gradient is not summed over the batch.
Nudge: How many bias values are there, and how many rows use each of them?
Hint: One bias per output, used once for every row: its gradient is the sum of grad_output over axis 0.
Explanation: Row n has y_no = … + b_o, so b_o takes part in the loss once for each row, and its gradient is the sum of
    all grad_output[n, o]: grad_output.sum(axis=0), of shape (out,).
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
        self.grad_bias = grad_output
        return grad_output @ self.weight
