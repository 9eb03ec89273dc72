"""Title: backward returns all three gradients.
Nudge: What does the layer before this one expect to be handed?
Hint: Return only the gradient of the input; the other two belong in self.grad_weight and self.grad_bias.
Explanation: backward returns a tuple of three. In a chain of layers the return value is the grad_output of the layer
    before, one array: grad_output @ weight. The gradients of the parameters stay here, in self.grad_weight and
    self.grad_bias.
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
        return grad_output @ self.weight, self.grad_weight, self.grad_bias
