"""Title: The weight gradient uses * where a matrix product belongs.
Nudge: Over what is summed in the formula of the weight gradient?
Hint: * multiplies element by element; @ is the matrix product and sums over the rows.
Explanation: dL/dW[o, i] = Σ_n grad_output[n, o] · x[n, i]: every row contributes, and the sum over them is what @
    does. grad_output.T @ x has shape (out, in); with * nothing is summed and the shapes fit by accident only.
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
        self.grad_weight = grad_output.T * self.x
        self.grad_bias = grad_output.sum(axis=0)
        return grad_output @ self.weight
