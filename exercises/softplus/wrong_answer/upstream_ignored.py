"""Title: The upstream gradient grad_output is not used.
Nudge: Where in the result would a larger loss downstream show?
Hint: The sigmoid of x is only the local derivative; multiply it by grad_output.
Explanation: sigmoid(x) is the slope of softplus. The chain rule wants dL/dx = g times that, and g is grad_output. A
    test with an upstream of ones can't see the difference.
Stage: backward
"""

import numpy as np


class Softplus:
    def forward(self, x):
        self.x = x
        return np.logaddexp(0.0, x)

    def backward(self, grad_output):
        return 1.0 / (1.0 + np.exp(-self.x))
