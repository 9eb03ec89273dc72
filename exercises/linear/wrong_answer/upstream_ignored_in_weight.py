"""Title: The weight gradient does not use grad_output.
Nudge: Does the weight gradient change when grad_output is doubled?
Hint: By the chain rule every gradient contains the upstream gradient: grad_output.T @ x.
Explanation: With ones in place of grad_output every output has the same gradient, the sum of the rows of x. The chain
    rule weighs row n and output o by grad_output[n, o]: dL/dW = grad_output.T @ x.
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
        self.grad_weight = np.ones_like(grad_output).T @ self.x
        self.grad_bias = grad_output.sum(axis=0)
        return grad_output @ self.weight
