"""Title: backward belongs to the first forward, not to the latest.
Nudge: What happens to the stored input when forward is called a second time?
Hint: Set what backward needs anew in every forward.
Explanation: The input is kept only if none is there yet, so from the second forward on, the gate in backward is that
    of the first input. In training every batch is a new forward: assign self.x each time.
Stage: properties
"""

import numpy as np


class ReLU:
    def forward(self, x):
        if not hasattr(self, "x"):
            self.x = x
        return np.maximum(0.0, x)

    def backward(self, grad_output):
        return grad_output * (self.x > 0)
