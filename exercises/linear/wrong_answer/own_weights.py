"""Title: The layer makes up its own weights and ignores those it was given.
Nudge: Which numbers does forward use when the layer is made with other weights?
Hint: Keep the arguments of the constructor in self.weight and self.bias.
Explanation: The constructor fills weight and bias with numbers of its own and drops its arguments, so the output does
    not depend on them. Keep what was passed: self.weight = weight, self.bias = bias.
Stage: forward
"""

import numpy as np


class Linear:
    def __init__(self, weight, bias):
        self.weight = 0.01 * np.ones_like(weight)
        self.bias = np.zeros_like(bias)

    def forward(self, x):
        self.x = x
        return x @ self.weight.T + self.bias

    def backward(self, grad_output):
        self.grad_weight = grad_output.T @ self.x
        self.grad_bias = grad_output.sum(axis=0)
        return grad_output @ self.weight
