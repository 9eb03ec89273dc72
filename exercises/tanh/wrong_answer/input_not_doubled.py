"""Title: The input of the sigmoid is not doubled: 2 s(x) - 1 is tanh(x / 2).
Nudge: How steep is the result at x = 0?
Hint: tanh(x) = 2 * sigmoid(2x) - 1: the argument is 2x.
Explanation: 2 sigmoid(x) - 1 has the right range, yet half the slope at 0: it is tanh(x / 2). From (exp(x) - exp(-x))
    / (exp(x) + exp(-x)) = 2 / (1 + exp(-2x)) - 1 comes the 2 in the exponent.
Stage: forward
"""

import numpy as np


class Tanh:
    def forward(self, x):
        self.t = 2.0 / (1.0 + np.exp(-x)) - 1.0
        return self.t

    def backward(self, grad_output):
        return grad_output * (1.0 - self.t**2)
