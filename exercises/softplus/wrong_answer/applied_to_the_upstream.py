"""Title: backward applies softplus to the upstream gradient.
Nudge: Is backward the same function as forward, or its derivative?
Hint: Multiply grad_output by the sigmoid of x; softplus itself is for forward only.
Explanation: Backward is linear in the upstream gradient: a zero upstream gives zeros. softplus(0) is 0.693. It must
    multiply g by the slope at the input of forward: g / (1 + exp(-x)).
Stage: backward
"""

import numpy as np


class Softplus:
    def forward(self, x):
        self.x = x
        return np.logaddexp(0.0, x)

    def backward(self, grad_output):
        return np.logaddexp(0.0, grad_output)
