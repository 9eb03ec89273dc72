"""Title: forward does not return its result.
Nudge: What does Python give back from a function without a return?
Hint: End forward with return.
Explanation: forward computes and stores the output but gives back None, so the next layer gets nothing. Storing is for
    backward, returning for the caller: both are needed.
Stage: forward
"""

import numpy as np


class Softplus:
    def forward(self, x):
        self.x = x
        self.out = np.logaddexp(0.0, x)

    def backward(self, grad_output):
        return grad_output / (1.0 + np.exp(-self.x))
