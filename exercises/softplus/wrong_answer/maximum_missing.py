"""Title: The part max(x, 0) is missing: the output falls again for positive x.
Nudge: What should the output be for a large positive x?
Hint: The stable form has two parts: np.maximum(x, 0) + np.log1p(np.exp(-np.abs(x))).
Explanation: log(1 + exp(-|x|)) is the same on both sides and goes to 0. On the right softplus goes on like x: from
    exp(x) = exp(x) · 1, log(1 + exp(x)) = x + log(1 + exp(-x)) there. That x is max(x, 0).
Stage: forward
"""

import numpy as np


class Softplus:
    def forward(self, x):
        self.x = x
        return np.log1p(np.exp(-np.abs(x)))

    def backward(self, grad_output):
        return grad_output / (1.0 + np.exp(-self.x))
