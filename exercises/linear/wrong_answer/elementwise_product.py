"""Title: forward uses * where a matrix product belongs.
Nudge: Which sum is there in the formula for one output?
Hint: * multiplies element by element; @ is the matrix product.
Explanation: y[n, o] = Σ_i x[n, i] · weight[o, i] + b[o] contains a sum over the inputs. * multiplies entries and sums
    nothing (and fails unless the shapes happen to fit); x @ weight.T multiplies and sums.
Stage: forward
"""

import numpy as np


class Linear:
    def __init__(self, weight, bias):
        self.weight = weight
        self.bias = bias

    def forward(self, x):
        self.x = x
        return x * self.weight.T + self.bias

    def backward(self, grad_output):
        self.grad_weight = grad_output.T @ self.x
        self.grad_bias = grad_output.sum(axis=0)
        return grad_output @ self.weight
