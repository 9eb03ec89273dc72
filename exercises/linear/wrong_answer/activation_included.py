"""Title: forward applies a ReLU to the result.
Nudge: Can an output of this layer be negative?
Hint: The layer is linear: an activation is a layer of its own.
Explanation: forward returns max(0, x Wᵀ + b), which cuts off every negative output, while backward treats the layer
    as linear. The layer is y = x Wᵀ + b and nothing more.
Stage: forward
"""

import numpy as np


class Linear:
    def __init__(self, weight, bias):
        self.weight = weight
        self.bias = bias

    def forward(self, x):
        self.x = x
        return np.maximum(0.0, x @ self.weight.T + self.bias)

    def backward(self, grad_output):
        self.grad_weight = grad_output.T @ self.x
        self.grad_bias = grad_output.sum(axis=0)
        return grad_output @ self.weight
