"""Title: The output is not squared: 1 - t instead of 1 - t².
Nudge: What is the derivative far to the left, where t is close to -1?
Hint: The derivative is 1 - t * t.
Explanation: 1 - t is 2 on the far left, where tanh is flat and the gradient must fade to 0. Squaring makes both sides
    equal: 1 - t² = (1 - t)(1 + t), which is 0 at t = 1 and at t = -1.
Stage: backward
"""

import numpy as np


class Tanh:
    def forward(self, x):
        self.t = np.tanh(x)
        return self.t

    def backward(self, grad_output):
        return grad_output * (1.0 - self.t)
