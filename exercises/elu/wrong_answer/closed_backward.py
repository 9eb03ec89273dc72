"""Title: The gradient is 0 where the input was negative, as in ReLU.
Nudge: How much does the output change when x moves from -1 to -0.9?
Hint: Where x < 0 the gradient is alpha * exp(x) * grad_output.
Explanation: The mask x > 0 alone is the derivative of ReLU. ELU bends on the negative side, with slope alpha exp(x),
    so that gradients still flow there: that is what it is for.
Stage: backward
"""

import numpy as np


class ELU:
    def __init__(self, alpha=1.0):
        self.alpha = alpha

    def forward(self, x):
        self.x = x
        self.out = np.where(x > 0, x, self.alpha * (np.exp(x) - 1))
        return self.out

    def backward(self, grad_output):
        return grad_output * (self.x > 0)
