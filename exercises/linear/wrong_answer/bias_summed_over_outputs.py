"""Title: The bias gradient is summed over the outputs instead of the rows.
Nudge: Which axis of grad_output counts the rows, and which the outputs?
Hint: axis=1 adds up the outputs of one row; there is one bias per output, so sum over axis 0.
Explanation: grad_output has shape (N, out): axis=1 runs over the outputs, so that sum has one number for each row.
    One number for each output is what is left when the rows are added up: grad_output.sum(axis=0), of shape (out,).
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
        self.grad_bias = grad_output.sum(axis=1)
        return grad_output @ self.weight
