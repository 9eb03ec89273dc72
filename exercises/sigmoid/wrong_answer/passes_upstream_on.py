"""Title: backward returns the upstream gradient unchanged.
Nudge: By how much does the output change when x changes a little?
Hint: Multiply grad_output by the local derivative s * (1 - s).
Explanation: A small change of x changes the output by s (1 - s) of it, at most a quarter. The chain rule multiplies by
    that local derivative: return grad_output * s * (1 - s), not grad_output alone.
Stage: backward
"""

import numpy as np


class Sigmoid:
    def forward(self, x):
        self.s = 1.0 / (1.0 + np.exp(-x))
        return self.s

    def backward(self, grad_output):
        return grad_output
