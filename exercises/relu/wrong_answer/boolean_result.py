"""Title: backward returns True and False instead of numbers.
Nudge: Which dtype does a comparison give?
Hint: A comparison gives booleans; multiply them by grad_output.
Explanation: (x > 0) & (g != 0) says where a gradient flows, not how much: it's an array of booleans. The gradient is
    the number g where x > 0 and 0 elsewhere: grad_output * (x > 0).
Stage: backward
"""

import numpy as np


class ReLU:
    def forward(self, x):
        self.x = x
        return np.maximum(0.0, x)

    def backward(self, grad_output):
        return (self.x > 0) & (grad_output != 0)
