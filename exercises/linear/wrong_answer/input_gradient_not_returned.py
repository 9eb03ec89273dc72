"""Title: backward sets the parameter gradients but does not return that of the input.
Nudge: What does backward return?
Hint: End backward with return grad_output @ self.weight: the layer before needs it.
Explanation: A function without return gives None, and the layer before has nothing to go on with. End with return
    grad_output @ self.weight, of shape (N, in).
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
