"""Title: backward scales the caller's grad_output in place.
Nudge: Is grad_output the same after backward as before?
Hint: *= changes the array that was passed in; write the product into a new variable.
Explanation: grad_output *= 0.0 works on the caller's own array, which the rest of the network may still need.
    Arithmetic in a new variable (scaled = grad_output * factor) leaves it alone; here nothing needs to change it at
    all.
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
        grad_output *= 0.0
        return grad_x
