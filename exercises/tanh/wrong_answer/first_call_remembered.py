"""Title: backward belongs to the first forward, not to the latest.
Nudge: What happens to the stored output when forward is called a second time?
Hint: Set what backward needs anew in every forward.
Explanation: The output is kept only if none is there yet, so from the second forward on, backward uses numbers of the
    first input. In training every batch is a new forward: assign self.t each time.
Stage: properties
"""

import numpy as np


class Tanh:
    def forward(self, x):
        t = np.tanh(x)
        if not hasattr(self, "t"):
            self.t = t
        return t

    def backward(self, grad_output):
        return grad_output * (1.0 - self.t**2)
