"""Title: The bias is added to the input instead of the output.
Nudge: How many numbers does the bias have, and how many does a row of x have?
Hint: First the product, then the bias: it has one number per output.
Explanation: (x + b) Wᵀ is x Wᵀ + b Wᵀ: the bias passes through the weights, and unless in = out its shape does not
    even fit. The bias belongs to the outputs: y = x Wᵀ + b.
Stage: forward
"""

import numpy as np


class Linear:
    def __init__(self, weight, bias):
        self.weight = weight
        self.bias = bias

    def forward(self, x):
        self.x = x
        return (x + self.bias) @ self.weight.T

    def backward(self, grad_output):
        self.grad_weight = grad_output.T @ self.x
        self.grad_bias = grad_output.sum(axis=0)
        return grad_output @ self.weight
