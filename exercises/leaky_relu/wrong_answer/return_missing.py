"""Title: forward does not return its result.
Nudge: What does Python give back from a function without a return?
Hint: End forward with return.
Explanation: forward computes and stores the output but gives back None, so the next layer gets nothing. Storing is for
    backward, returning for the caller: both are needed.
Stage: forward
"""

import numpy as np


class LeakyReLU:
    def __init__(self, negative_slope=0.01):
        self.negative_slope = negative_slope

    def forward(self, x):
        self.x = x
        self.out = np.where(x > 0, x, self.negative_slope * x)

    def backward(self, grad_output):
        return np.where(self.x > 0, grad_output, self.negative_slope * grad_output)
