"""Title: The gradient is s (1 - s), the derivative of the sigmoid.
Nudge: How often is softplus differentiated?
Hint: The sigmoid s is already the derivative of softplus.
Explanation: softplus' = s and s' = s (1 - s): the code differentiates twice. It fades for large x, where softplus has
    slope 1. Return grad_output * s.
Stage: backward
"""

import numpy as np


class Softplus:
    def forward(self, x):
        self.x = x
        return np.logaddexp(0.0, x)

    def backward(self, grad_output):
        s = 1.0 / (1.0 + np.exp(-self.x))
        return grad_output * s * (1.0 - s)
