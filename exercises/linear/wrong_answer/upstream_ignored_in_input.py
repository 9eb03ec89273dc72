"""Title: The gradient of the input does not use grad_output.
Nudge: Does the gradient of the input change when grad_output is doubled?
Hint: By the chain rule every gradient contains the upstream gradient: grad_output @ weight.
Explanation: With ones in place of grad_output this is the gradient of the plain sum of all outputs. The loss weighs
    the outputs by grad_output: dL/dx = grad_output @ weight.
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
        return np.ones_like(grad_output) @ self.weight
