"""Title: The gradient uses s² in place of s (1 - s).
Nudge: What is the derivative at x = 0, and what does the code give for large x?
Hint: The derivative is s - s², that is s * (1 - s).
Explanation: s² tends to 1 for large x, where the sigmoid is flat. The derivative is s - s² = s (1 - s), which fades on
    both sides. At x = 0 both are 0.25, which hides the mistake there.
Stage: backward
"""

import numpy as np


class Sigmoid:
    def forward(self, x):
        self.s = 1.0 / (1.0 + np.exp(-x))
        return self.s

    def backward(self, grad_output):
        return grad_output * self.s**2
