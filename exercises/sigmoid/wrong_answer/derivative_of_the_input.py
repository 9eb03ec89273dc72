"""Title: The formula s (1 - s) is applied to the input x instead of the output s.
Nudge: Which quantity does the letter s stand for in the derivative?
Hint: The s in s * (1 - s) is what forward returned: keep the output, not the input.
Explanation: The derivative is s (1 - s) with s = sigmoid(x). With the input in its place, x (1 - x) is a parabola that
    is negative for most x, while the sigmoid rises everywhere. Keep the output in forward: self.s = 1 / (1 + exp(-x)).
Stage: backward
"""

import numpy as np


class Sigmoid:
    def forward(self, x):
        self.x = x
        return 1.0 / (1.0 + np.exp(-x))

    def backward(self, grad_output):
        return grad_output * self.x * (1.0 - self.x)
