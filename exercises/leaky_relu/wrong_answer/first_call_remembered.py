"""Title: backward belongs to the first forward, not to the latest.
Nudge: What happens to the stored input when forward is called a second time?
Hint: Set what backward needs anew in every forward.
Explanation: The input is kept only if none is there yet, so from the second forward on, backward chooses its lines by
    the first input. In training every batch is a new forward: assign self.x each time.
Stage: properties
"""

import numpy as np


class LeakyReLU:
    def __init__(self, negative_slope=0.01):
        self.negative_slope = negative_slope

    def forward(self, x):
        if not hasattr(self, "x"):
            self.x = x
        return np.where(x > 0, x, self.negative_slope * x)

    def backward(self, grad_output):
        return np.where(self.x > 0, grad_output, self.negative_slope * grad_output)
