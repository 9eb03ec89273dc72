"""Title: alpha is always 1, whatever the constructor is given.
Nudge: What does the layer do with the number that its constructor gets?
Hint: Keep alpha in self and use it in forward and in backward.
Explanation: 1 is only the default. ELU(2.0) must level off at -2: write self.alpha = alpha, and use it on the negative
    side of both directions.
Stage: forward
"""

import numpy as np


class ELU:
    def __init__(self, alpha=1.0):
        self.alpha = 1.0

    def forward(self, x):
        self.x = x
        self.out = np.where(x > 0, x, self.alpha * (np.exp(x) - 1))
        return self.out

    def backward(self, grad_output):
        return grad_output * np.where(self.x > 0, 1.0, self.alpha * np.exp(self.x))
