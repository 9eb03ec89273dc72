"""Title: Forward returns 1 where x > 0 instead of x itself.
Nudge: What should the output be for x = 3?
Hint: That is the derivative; forward keeps the positive numbers themselves.
Explanation: (x > 0) is the step function, ReLU's derivative. Forward returns the positive numbers themselves: x where
    x > 0 and 0 elsewhere, x * (x > 0) or np.maximum(0, x).
Stage: forward
"""

import numpy as np


class ReLU:
    def forward(self, x):
        self.x = x
        return (x > 0).astype(float)

    def backward(self, grad_output):
        return grad_output * (self.x > 0)
