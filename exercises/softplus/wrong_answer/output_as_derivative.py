"""Title: The gradient is multiplied by the output instead of the slope.
Nudge: Can the slope of softplus be larger than 1?
Hint: The derivative is the sigmoid of x, not softplus itself.
Explanation: Only the exponential is its own derivative. The slope of log(1 + exp(x)) is 1 / (1 + exp(-x)), which lies
    between 0 and 1, while the output grows without limit.
Stage: backward
"""

import numpy as np


class Softplus:
    def forward(self, x):
        self.out = np.logaddexp(0.0, x)
        return self.out

    def backward(self, grad_output):
        return grad_output * self.out
