"""Title: The input is clipped to [-5, 5], so larger inputs give the wrong value.
Nudge: What is the output for x = 6, and what does the code give?
Hint: Clipping changes the function, and np.tanh needs no help: it does not overflow.
Explanation: np.clip(x, -5, 5) replaces every larger input by 5, where tanh is 0.99991 and still has a slope.
    np.tanh(x) is right for every x.
Stage: properties
"""

import numpy as np


class Tanh:
    def forward(self, x):
        self.t = np.tanh(np.clip(x, -5.0, 5.0))
        return self.t

    def backward(self, grad_output):
        return grad_output * (1.0 - self.t**2)
