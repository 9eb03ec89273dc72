"""Title: The input is clipped to [-15, 15], so large inputs give the wrong value.
Nudge: What is the output for x = 20, and what does the code give?
Hint: Clipping changes the function. Choose a form of the formula in which np.exp never sees a large positive number.
Explanation: np.clip(x, -15, 15) replaces every larger input by 15, so forward computes another function: for x = -1000
    it gives 3e-7 instead of 0. Use 1 / (1 + exp(-x)) where x >= 0 and exp(x) / (1 + exp(x)) where x < 0: both are
    exact, and neither overflows.
Stage: properties
"""

import numpy as np


class Sigmoid:
    def forward(self, x):
        self.s = 1.0 / (1.0 + np.exp(-np.clip(x, -15.0, 15.0)))
        return self.s

    def backward(self, grad_output):
        return grad_output * self.s * (1.0 - self.s)
