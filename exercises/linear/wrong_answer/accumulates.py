"""Title: The parameter gradients add up over several backward calls.
Nudge: What is in self.grad_weight before the second backward begins?
Hint: Each backward sets self.grad_weight and self.grad_bias anew: = instead of +=.
Explanation: backward adds to the gradients that earlier calls left, so the second call gives the sum of two. The
    contract is one gradient for one backward: self.grad_weight = grad_output.T @ x and self.grad_bias =
    grad_output.sum(axis=0).
Stage: properties
"""

import numpy as np


class Linear:
    def __init__(self, weight, bias):
        self.weight = weight
        self.bias = bias
        self.grad_weight = np.zeros_like(weight)
        self.grad_bias = np.zeros_like(bias)

    def forward(self, x):
        self.x = x
        return x @ self.weight.T + self.bias

    def backward(self, grad_output):
        self.grad_weight += grad_output.T @ self.x
        self.grad_bias += grad_output.sum(axis=0)
        return grad_output @ self.weight
