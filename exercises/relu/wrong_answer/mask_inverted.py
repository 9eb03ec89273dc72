"""Title: The gate is open on the wrong side: the gradient flows where the input was negative.
Nudge: For which x does the output change when x changes?
Hint: The gradient flows where x > 0.
Explanation: Where x > 0 the output is x itself, and the gradient passes; where x < 0 the output is 0 whatever x is.
    The mask x < 0 is the other way round: use x > 0.
Stage: backward
"""

import numpy as np


class ReLU:
    def forward(self, x):
        self.x = x
        return np.maximum(0.0, x)

    def backward(self, grad_output):
        return grad_output * (self.x < 0)
