"""Title: backward belongs to the first forward, not to the latest.
Nudge: What happens to the stored probabilities when forward is called a second time?
Hint: Set what backward needs anew in every forward.
Explanation: The probabilities are kept only if none are there yet, so from the second forward on, backward uses those
    of the first input. In training every batch is a new forward: assign self.p each time.
Stage: properties
"""

import numpy as np


class Softmax:
    def forward(self, x):
        e = np.exp(x - x.max(axis=-1, keepdims=True))
        p = e / e.sum(axis=-1, keepdims=True)
        if not hasattr(self, "p"):
            self.p = p
        return p

    def backward(self, grad_output):
        inner = (grad_output * self.p).sum(axis=-1, keepdims=True)
        return self.p * (grad_output - inner)
