"""Title: The upstream gradient grad_output is not used.
Nudge: Where in the result would a larger loss downstream show?
Hint: s * (1 - s) is only the local derivative; multiply it by grad_output.
Explanation: s (1 - s) is ds/dx. The chain rule wants dL/dx = dL/ds · ds/dx, and dL/ds is grad_output: return
    grad_output * s * (1 - s). A test with an upstream of ones can't see the difference.
Stage: backward
"""

import numpy as np


class Sigmoid:
    def forward(self, x):
        self.s = 1.0 / (1.0 + np.exp(-x))
        return self.s

    def backward(self, grad_output):
        return self.s * (1.0 - self.s)
