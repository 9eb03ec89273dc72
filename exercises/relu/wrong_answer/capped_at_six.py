"""Title: Large numbers are cut off at 6.
Nudge: What should the output be for x = 1000?
Hint: That is ReLU6; ReLU has no upper limit.
Explanation: np.clip(x, 0, 6) is ReLU6, min(max(0, x), 6), made for arithmetic with few bits. ReLU itself is max(0, x):
    it has no upper limit, and its gradient is g for every positive x.
Stage: properties
"""

import numpy as np


class ReLU:
    def forward(self, x):
        self.x = x
        return np.clip(x, 0.0, 6.0)

    def backward(self, grad_output):
        return grad_output * ((self.x > 0) & (self.x < 6))
