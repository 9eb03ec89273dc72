"""Title: The default of alpha is 0.01 instead of 1.
Nudge: Towards which number does the output of ELU() go far to the left?
Hint: The statement asks for alpha=1.0.
Explanation: 0.01 is the slope of Leaky ReLU. ELU's usual alpha is 1, which makes the slope continuous at x = 0. The
    constructor is __init__(self, alpha=1.0).
Stage: forward
"""

import numpy as np


class ELU:
    def __init__(self, alpha=0.01):
        self.alpha = alpha

    def forward(self, x):
        self.x = x
        self.out = np.where(x > 0, x, self.alpha * (np.exp(x) - 1))
        return self.out

    def backward(self, grad_output):
        return grad_output * np.where(self.x > 0, 1.0, self.alpha * np.exp(self.x))
