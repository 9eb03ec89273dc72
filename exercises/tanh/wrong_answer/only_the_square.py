"""Title: The gradient is g t², without the 1 - in front.
Nudge: What is the slope of tanh at x = 0, where it is steepest?
Hint: The derivative is 1 - t * t.
Explanation: t² is 0 at x = 0, where tanh is steepest with slope 1, and 1 where it is flat: just the wrong way round.
    The derivative is 1 - t².
Stage: backward
"""

import numpy as np


class Tanh:
    def forward(self, x):
        self.t = np.tanh(x)
        return self.t

    def backward(self, grad_output):
        return grad_output * self.t**2
