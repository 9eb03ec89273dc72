"""Title: backward multiplies by the transposed weight.
Nudge: Which axes meet in the product of backward, and do they have the same length?
Hint: Forward used weight.T, so backward uses weight itself: grad_output @ weight.
Explanation: grad_output is (N, out) and has to meet the axis out of weight, which is (out, in): dL/dx = grad_output @
    weight, (N, in). The transpose undoes the one of forward; with a second transpose in meets out.
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
        self.grad_weight = grad_output.T @ self.x
        self.grad_bias = grad_output.sum(axis=0)
        return grad_output @ self.weight.T
