"""Title: backward changes the weight before it uses it for the gradient of the input.
Nudge: With which weight was the output computed, and with which one its gradient?
Hint: backward only computes gradients, all of them from the weight that forward used.
Explanation: dL/dx = grad_output @ W holds for the W that forward used. Here backward has moved the weight by a step
    before it uses it, so the gradient belongs to a layer that was never run. backward only computes gradients; the
    step belongs to the optimizer.
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
        self.weight = self.weight - 0.01 * self.grad_weight
        return grad_output @ self.weight
