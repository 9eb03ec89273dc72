"""Title: The side is chosen by the sign of the gradient instead of the input.
Nudge: Who decides which branch applies: forward or backward?
Hint: Keep x, or where it was positive, in forward, and choose by that.
Explanation: Which of the two formulas made the output was decided in forward, by the sign of x. Whether g is positive
    has nothing to do with it: np.where(x > 0, g, g * alpha * exp(x)).
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
        return grad_output * np.where(grad_output > 0, 1.0, self.alpha * np.exp(self.x))
