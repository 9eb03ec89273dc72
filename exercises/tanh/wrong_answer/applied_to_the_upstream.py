"""Title: backward applies tanh to the upstream gradient.
Nudge: Is backward the same function as forward, or its derivative?
Hint: Multiply grad_output by the derivative 1 - t * t; tanh itself is for forward only.
Explanation: Backward is linear in the upstream gradient: twice the upstream, twice the gradient. tanh(g) isn't. It
    must multiply g by the derivative at the input of forward: g (1 - t²).
Stage: backward
"""

import numpy as np


class Tanh:
    def forward(self, x):
        self.t = np.tanh(x)
        return self.t

    def backward(self, grad_output):
        return np.tanh(grad_output)
