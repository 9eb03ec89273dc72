"""Title: backward changes the weights: it takes a step of gradient descent.
Nudge: Does the same forward give the same output before and after backward?
Hint: backward only computes gradients; the step belongs to the optimizer.
Explanation: backward subtracts a step from weight and bias, so every later call answers for other parameters.
    backward leaves gradients in self.grad_weight and self.grad_bias; an optimizer decides about the step, weight − lr
    · grad_weight.
Stage: properties
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
        grad_x = grad_output @ self.weight
        self.weight = self.weight - 0.01 * self.grad_weight
        self.bias = self.bias - 0.01 * self.grad_bias
        return grad_x
