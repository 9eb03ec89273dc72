"""Title: The side is chosen by the sign of the gradient instead of the input.
Nudge: Who decides which line applies: forward or backward?
Hint: Keep x, or where it was positive, in forward, and choose by that.
Explanation: np.where(g > 0, g, a * g) applies Leaky ReLU to the gradient. Its derivative depends on x alone: 1 where x
    > 0, a where x < 0, whatever the sign of g is.
Stage: backward
"""

import numpy as np


class LeakyReLU:
    def __init__(self, negative_slope=0.01):
        self.negative_slope = negative_slope

    def forward(self, x):
        self.x = x
        return np.where(x > 0, x, self.negative_slope * x)

    def backward(self, grad_output):
        return np.where(grad_output > 0, grad_output, self.negative_slope * grad_output)
