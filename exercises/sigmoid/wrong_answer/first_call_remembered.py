"""Title: backward belongs to the first forward, not to the latest.
Nudge: What happens to the stored output when forward is called a second time?
Hint: Set what backward needs anew in every forward.
Explanation: The output is kept only if none is there yet, so from the second forward on, backward uses numbers of the
    first input. In training every batch is a new forward: assign self.s each time.
Stage: properties
"""

import numpy as np


class Sigmoid:
    def forward(self, x):
        s = 1.0 / (1.0 + np.exp(-x))
        if not hasattr(self, "s"):
            self.s = s
        return s

    def backward(self, grad_output):
        return grad_output * self.s * (1.0 - self.s)
