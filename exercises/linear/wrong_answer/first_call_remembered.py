"""Title: backward belongs to the first forward, not to the latest.
Nudge: Which x is in self after the second forward?
Hint: Set self.x anew in every forward.
Explanation: The input is kept only if none was kept before, so from the second forward on grad_weight is made with
    the x of the first. backward belongs to the latest forward: let every forward set self.x = x.
Stage: properties
"""

import numpy as np


class Linear:
    def __init__(self, weight, bias):
        self.weight = weight
        self.bias = bias

    def forward(self, x):
        if not hasattr(self, "x"):
            self.x = x
        return x @ self.weight.T + self.bias

    def backward(self, grad_output):
        self.grad_weight = grad_output.T @ self.x
        self.grad_bias = grad_output.sum(axis=0)
        return grad_output @ self.weight
