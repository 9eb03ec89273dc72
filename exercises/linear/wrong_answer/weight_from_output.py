"""Title: The weight gradient uses the output of forward instead of its input.
Nudge: By what is a weight multiplied in forward?
Hint: y = x Wᵀ: the derivative with respect to W contains x.
Explanation: In y[n, o] = Σ_i weight[o, i] · x[n, i] + b[o] the weight is multiplied by x[n, i], so that is its
    derivative. dL/dW = grad_output.T @ x has shape (out, in); made with y it would be (out, out).
Stage: backward
"""

import numpy as np


class Linear:
    def __init__(self, weight, bias):
        self.weight = weight
        self.bias = bias

    def forward(self, x):
        self.y = x @ self.weight.T + self.bias
        return self.y

    def backward(self, grad_output):
        self.grad_weight = grad_output.T @ self.y
        self.grad_bias = grad_output.sum(axis=0)
        return grad_output @ self.weight
