"""Title: Forward computes max(0, x): that is ReLU.
Nudge: What should the output be for x = 0, exactly?
Hint: Softplus is the smooth version: log(1 + exp(x)), which is log(2) at x = 0.
Explanation: ReLU has a corner at 0; softplus rounds it. They differ most there, by log(2) = 0.693, and agree far away
    on both sides. Use np.logaddexp(0, x).
Stage: forward
"""

import numpy as np


class Softplus:
    def forward(self, x):
        self.x = x
        return np.maximum(0.0, x)

    def backward(self, grad_output):
        return grad_output / (1.0 + np.exp(-self.x))
