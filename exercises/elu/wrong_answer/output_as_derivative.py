"""Title: The gradient on the negative side is the output, without adding alpha.
Nudge: Which sign has the output on the negative side, and which has the slope?
Hint: alpha * exp(x) is out + alpha.
Explanation: The output there is alpha exp(x) - alpha, which is negative, while the function rises. Its derivative
    alpha exp(x) is the output plus alpha: np.where(x > 0, 1, out + alpha).
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
        return grad_output * np.where(self.x > 0, 1.0, self.out)
