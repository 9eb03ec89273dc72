"""Title: The function has powers and logarithm of base 2.
Nudge: What should the output be for x = 0: 1, or 0.693?
Hint: np.logaddexp2 is for base 2; np.logaddexp is for base e.
Explanation: log2(1 + 2^x) is 1 at x = 0. Softplus is log(1 + exp(x)), with the natural logarithm: log(2) = 0.693 at x
    = 0.
Stage: forward
"""

import numpy as np


class Softplus:
    def forward(self, x):
        self.x = x
        return np.logaddexp2(0.0, x)

    def backward(self, grad_output):
        return grad_output / (1.0 + np.exp(-self.x))
