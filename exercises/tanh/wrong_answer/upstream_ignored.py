"""Title: The upstream gradient grad_output is not used.
Nudge: Where in the result would a larger loss downstream show?
Hint: 1 - t * t is only the local derivative; multiply it by grad_output.
Explanation: 1 - t² is dt/dx. The chain rule wants dL/dx = dL/dt · dt/dx, and dL/dt is grad_output: return grad_output
    * (1 - t * t). A test with an upstream of ones can't see the difference.
Stage: backward
"""

import numpy as np


class Tanh:
    def forward(self, x):
        self.t = np.tanh(x)
        return self.t

    def backward(self, grad_output):
        return 1.0 - self.t**2
