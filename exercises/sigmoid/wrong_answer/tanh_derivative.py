"""Title: The derivative is that of tanh: 1 - s² instead of s (1 - s).
Nudge: Which function has the derivative 1 - t²?
Hint: 1 - t² belongs to tanh; for the sigmoid it is s * (1 - s).
Explanation: If t = tanh(x), then dt/dx = 1 - t². The sigmoid is another function of x: from s = 1 / (1 + exp(-x))
    follows ds/dx = s (1 - s). At x = 0 that is 0.25; 1 - s² would be 0.75.
Stage: backward
"""

import numpy as np


class Sigmoid:
    def forward(self, x):
        self.s = 1.0 / (1.0 + np.exp(-x))
        return self.s

    def backward(self, grad_output):
        return grad_output * (1.0 - self.s**2)
