"""Title: The upstream gradient is inside the square: 1 - (g t)² instead of g (1 - t²).
Nudge: What comes out when the upstream gradient is 0?
Hint: Multiply by grad_output outside: grad_output * (1 - t * t).
Explanation: A zero upstream must give zeros, since nothing depends on this layer then; 1 - (0 · t)² gives ones.
    grad_output multiplies the whole local derivative: g (1 - t²).
Stage: backward
"""

import numpy as np


class Tanh:
    def forward(self, x):
        self.t = np.tanh(x)
        return self.t

    def backward(self, grad_output):
        return 1.0 - (grad_output * self.t) ** 2
