"""Title: The constructor has no default for alpha.
Nudge: Can the layer be built as ELU(), without any argument?
Hint: Write __init__(self, alpha=1.0).
Explanation: Without a default, ELU() raises a TypeError for the missing argument. A default is written in the
    signature: alpha=1.0.
Stage: forward
"""

import numpy as np


class ELU:
    def __init__(self, alpha):
        self.alpha = alpha

    def forward(self, x):
        self.x = x
        self.out = np.where(x > 0, x, self.alpha * (np.exp(x) - 1))
        return self.out

    def backward(self, grad_output):
        return grad_output * np.where(self.x > 0, 1.0, self.alpha * np.exp(self.x))
