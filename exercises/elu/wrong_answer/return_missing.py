"""Title: forward does not return its result.
Nudge: What does Python give back from a function without a return?
Hint: End forward with return.
Explanation: forward computes and stores the output but gives back None, so the next layer gets nothing. Storing is for
    backward, returning for the caller: both are needed.
Stage: forward
"""

import numpy as np


class ELU:
    def __init__(self, alpha=1.0):
        self.alpha = alpha

    def forward(self, x):
        self.x = x
        self.out = np.where(x > 0, x, self.alpha * (np.exp(x) - 1))

    def backward(self, grad_output):
        return grad_output * np.where(self.x > 0, 1.0, self.alpha * np.exp(self.x))
