"""Title: The gradient has the wrong sign: s (s - 1) instead of s (1 - s).
Nudge: Does the sigmoid rise or fall, and which sign does the gradient have then?
Hint: The sigmoid rises everywhere, so its derivative is positive: s * (1 - s).
Explanation: s (s - 1) is -s (1 - s), which is never positive. The sigmoid rises everywhere, so its derivative s (1 -
    s) is never negative: with the sign flipped, training walks uphill.
Stage: backward
"""

import numpy as np


class Sigmoid:
    def forward(self, x):
        self.s = 1.0 / (1.0 + np.exp(-x))
        return self.s

    def backward(self, grad_output):
        return grad_output * self.s * (self.s - 1.0)
