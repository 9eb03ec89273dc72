"""Title: All gradients have the wrong sign.
Nudge: If an output rises with an input and the loss rises with the output, which sign does the gradient have?
Hint: backward gives gradients, not descent directions: the minus belongs to the optimizer.
Explanation: A gradient points to where the loss grows: grad_output @ weight, grad_output.T @ x,
    grad_output.sum(axis=0), all with a plus. The minus of gradient descent is in the update, weight − lr ·
    grad_weight.
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
        self.grad_weight = -grad_output.T @ self.x
        self.grad_bias = -grad_output.sum(axis=0)
        return -grad_output @ self.weight
