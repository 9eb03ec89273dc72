"""Title: forward subtracts the mean of the caller's x in place.
Nudge: Is the caller's x the same after forward as before?
Hint: x -= … changes the array that was passed in.
Explanation: x -= x.mean(axis=0) works in place on the array that was passed in, and it changes the function as well:
    y = (x − mean) Wᵀ + b. The layer is y = x Wᵀ + b, with x left as it is.
Stage: forward
"""

import numpy as np


class Linear:
    def __init__(self, weight, bias):
        self.weight = weight
        self.bias = bias

    def forward(self, x):
        x -= x.mean(axis=0)
        self.x = x
        return x @ self.weight.T + self.bias

    def backward(self, grad_output):
        self.grad_weight = grad_output.T @ self.x
        self.grad_bias = grad_output.sum(axis=0)
        return grad_output @ self.weight
