"""Title: The input is clipped to [-30, 30] to avoid the overflow, so large inputs give the wrong value.
Nudge: What is the output for x = 100, and what does the code give?
Hint: Clipping changes the function. Use a form that needs no clipping: np.logaddexp(0, x).
Explanation: np.clip(x, -30, 30) makes the output 30 for every larger x, where it should go on as x: at 1000 it is off
    by 970. max(x, 0) + log1p(exp(-|x|)) is exact and can't overflow.
Stage: properties
"""

import numpy as np


class Softplus:
    def forward(self, x):
        self.x = x
        return np.log(1.0 + np.exp(np.clip(x, -30.0, 30.0)))

    def backward(self, grad_output):
        return grad_output / (1.0 + np.exp(-self.x))
