"""Title: Parentheses are missing: g · 1 - t² instead of g (1 - t²).
Nudge: In which order does Python compute g * 1 - t**2?
Hint: Put the local derivative in parentheses: grad_output * (1 - t * t).
Explanation: Products bind more tightly than differences, so g * 1 - t² is g - t²: the second part isn't multiplied by
    g. The chain rule multiplies the whole derivative: g (1 - t²).
Stage: backward
"""

import numpy as np


class Tanh:
    def forward(self, x):
        self.t = np.tanh(x)
        return self.t

    def backward(self, grad_output):
        return grad_output * 1.0 - self.t**2
