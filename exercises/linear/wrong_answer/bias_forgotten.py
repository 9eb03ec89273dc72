"""Title: forward does not add the bias.
Nudge: What should the layer give for an x of zeros?
Hint: y = x Wᵀ + b: add self.bias.
Explanation: For x = 0 the layer gives b, but this forward gives 0: it returns x Wᵀ alone. y = x Wᵀ + b, where b of
    shape (out,) is broadcast over the rows.
Stage: forward
"""

import numpy as np


class Linear:
    def __init__(self, weight, bias):
        self.weight = weight
        self.bias = bias

    def forward(self, x):
        self.x = x
        return x @ self.weight.T

    def backward(self, grad_output):
        self.grad_weight = grad_output.T @ self.x
        self.grad_bias = grad_output.sum(axis=0)
        return grad_output @ self.weight
