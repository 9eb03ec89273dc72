"""Title: The bias gradient is computed but not kept in self.grad_bias.
Nudge: Who can read the bias gradient once backward has returned?
Hint: Assign it to self.grad_bias; a local variable is gone after the call.
Explanation: grad_bias is a local variable, and it is gone when backward returns. An optimizer looks at the layer:
    self.grad_bias = grad_output.sum(axis=0).
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
        grad_bias = grad_output.sum(axis=0)
        return grad_output @ self.weight
