"""Title: backward returns the upstream gradient unchanged.
Nudge: By how much does the output change when a negative x changes a little?
Hint: Multiply grad_output by the sigmoid of x.
Explanation: Only far to the right has softplus the slope 1. On the left it is flat, and next to nothing must flow
    back: return grad_output / (1 + exp(-x)).
Stage: backward
"""

import numpy as np


class Softplus:
    def forward(self, x):
        self.x = x
        return np.logaddexp(0.0, x)

    def backward(self, grad_output):
        return grad_output
