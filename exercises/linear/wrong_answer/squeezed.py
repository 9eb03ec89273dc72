"""Title: Axes of length 1 are removed, so a single row comes back with the wrong shape.
Nudge: What shape does forward give for a batch of one row?
Hint: Leave out squeeze(): a batch of one row has shape (1, out).
Explanation: squeeze() removes every axis of length 1: a batch of one row comes back as (out,), and with one output
    the rows lose their axis as well. x @ weight.T + bias has shape (N, out) for every N; leave it so.
Stage: properties
"""

import numpy as np


class Linear:
    def __init__(self, weight, bias):
        self.weight = weight
        self.bias = bias

    def forward(self, x):
        self.x = x
        return (x @ self.weight.T + self.bias).squeeze()

    def backward(self, grad_output):
        self.grad_weight = grad_output.T @ self.x
        self.grad_bias = grad_output.sum(axis=0)
        return grad_output @ self.weight
