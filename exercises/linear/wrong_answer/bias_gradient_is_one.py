"""Title: The bias gradient counts the rows and ignores grad_output.
Nudge: Does the bias gradient change when grad_output is doubled?
Hint: The derivative of y with respect to b is 1; multiplied by grad_output and summed over the rows it is
    grad_output.sum(axis=0).
Explanation: The sum of ones over the rows is N for every output, whatever grad_output is: this is dy/db, the local
    derivative. The chain rule multiplies it by the upstream gradient before the sum: grad_output.sum(axis=0).
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
        self.grad_bias = np.ones_like(grad_output).sum(axis=0)
        return grad_output @ self.weight
