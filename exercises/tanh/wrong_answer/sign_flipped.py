"""Title: The gradient has the wrong sign: t² - 1 instead of 1 - t².
Nudge: Does tanh rise or fall, and which sign does the gradient have then?
Hint: tanh rises everywhere, so its derivative is positive: 1 - t * t.
Explanation: t² - 1 is never positive, since t lies between -1 and 1. tanh rises everywhere, so its derivative 1 - t²
    is never negative: with the sign flipped, training walks uphill.
Stage: backward
"""

import numpy as np


class Tanh:
    def forward(self, x):
        self.t = np.tanh(x)
        return self.t

    def backward(self, grad_output):
        return grad_output * (self.t**2 - 1.0)
