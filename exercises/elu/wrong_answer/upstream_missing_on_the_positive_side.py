"""Title: Where the input was positive, the upstream gradient is not used.
Nudge: Where in the result would a larger loss downstream show, for a positive x?
Hint: Both sides are multiplied by grad_output.
Explanation: np.where(x > 0, 1, g * alpha * exp(x)) gives the bare derivative 1 on the right. The chain rule multiplies
    the local derivative by g on either side: put g outside of np.where, or into both choices.
Stage: backward
"""

import numpy as np


class ELU:
    def __init__(self, alpha=1.0):
        self.alpha = alpha

    def forward(self, x):
        self.x = x
        self.out = np.where(x > 0, x, self.alpha * (np.exp(x) - 1))
        return self.out

    def backward(self, grad_output):
        return np.where(self.x > 0, 1.0, grad_output * self.alpha * np.exp(self.x))
