"""Title: The formula 1 - t² is applied to the input x instead of the output t.
Nudge: Which quantity does the letter t stand for in the derivative?
Hint: The t in 1 - t * t is what forward returned: keep the output, not the input.
Explanation: The derivative is 1 - t² with t = tanh(x). With the input in its place, 1 - x² is negative for |x| > 1,
    while tanh rises everywhere. Keep the output in forward: self.t = np.tanh(x).
Stage: backward
"""

import numpy as np


class Tanh:
    def forward(self, x):
        self.x = x
        return np.tanh(x)

    def backward(self, grad_output):
        return grad_output * (1.0 - self.x**2)
