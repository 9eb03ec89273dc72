"""Title: backward returns the upstream gradient unchanged.
Nudge: By how much does the output change when x changes a little?
Hint: Multiply grad_output by the local derivative 1 - t * t.
Explanation: A small change of x changes the output by 1 - t² of it, which is next to nothing where tanh is flat. The
    chain rule multiplies by that local derivative: return grad_output * (1 - t * t).
Stage: backward
"""

import numpy as np


class Tanh:
    def forward(self, x):
        self.t = np.tanh(x)
        return self.t

    def backward(self, grad_output):
        return grad_output
