"""Title: The output is converted to float32, which loses half of the digits.
Nudge: How many digits does the result have?
Hint: Keep the dtype of the input: leave out astype(np.float32).
Explanation: A float32 has about seven digits, a float64 sixteen. astype(np.float32) throws the rest away, and slopes
    by small steps are lost in the rounding. x @ weight.T + bias is float64 when its operands are.
Stage: forward
"""

import numpy as np


class Linear:
    def __init__(self, weight, bias):
        self.weight = weight
        self.bias = bias

    def forward(self, x):
        self.x = x
        return (x @ self.weight.T + self.bias).astype(np.float32)

    def backward(self, grad_output):
        self.grad_weight = grad_output.T @ self.x
        self.grad_bias = grad_output.sum(axis=0)
        return grad_output @ self.weight
