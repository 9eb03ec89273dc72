"""Title: The difference is squared instead of the output: (1 - t)² instead of 1 - t².
Nudge: What does the code give for t = -1, and what is the slope there?
Hint: Only t is squared: 1 - t * t.
Explanation: (1 - t)² = 1 - 2t + t² is 4 for t = -1, where tanh is flat. The square belongs to t alone: 1 - t², which
    is 0 there.
Stage: backward
"""

import numpy as np


class Tanh:
    def forward(self, x):
        self.t = np.tanh(x)
        return self.t

    def backward(self, grad_output):
        return grad_output * (1.0 - self.t) ** 2
