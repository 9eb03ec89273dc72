"""Title: The gradient uses tanh(x) instead of the sigmoid of x.
Nudge: Is the slope negative anywhere?
Hint: The derivative is 1 / (1 + exp(-x)), between 0 and 1.
Explanation: tanh(x) is negative for negative x, but softplus rises everywhere. The sigmoid is (1 + tanh(x / 2)) / 2,
    tanh moved and squeezed between 0 and 1.
Stage: backward
"""

import numpy as np


class Softplus:
    def forward(self, x):
        self.x = x
        return np.logaddexp(0.0, x)

    def backward(self, grad_output):
        return grad_output * np.tanh(self.x)
