"""Title: The negative side is the straight line alpha · x: that is Leaky ReLU.
Nudge: Does the output level off far to the left, or does it fall on and on?
Hint: Where x < 0 the output is alpha * (exp(x) - 1).
Explanation: The lecture's slides titled ELU show Leaky ReLU as well, which is the straight line a x on the left. ELU
    levels off at -alpha: alpha (exp(x) - 1), with derivative alpha exp(x).
Stage: forward
"""

import numpy as np


class ELU:
    def __init__(self, alpha=1.0):
        self.alpha = alpha

    def forward(self, x):
        self.x = x
        return np.where(x > 0, x, self.alpha * x)

    def backward(self, grad_output):
        return grad_output * np.where(self.x > 0, 1.0, self.alpha)
