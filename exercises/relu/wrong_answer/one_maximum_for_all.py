"""Title: Forward compares the largest element with 0, not each element.
Nudge: How many numbers come out, and how many went in?
Hint: max() gives one number for the whole array; np.maximum(0, x) compares element by element.
Explanation: x.max() is the largest element of the whole array, so forward returns a single number. ReLU decides for
    each element by itself: np.maximum(0, x) compares element by element and keeps the shape.
Stage: forward
"""

import numpy as np


class ReLU:
    def forward(self, x):
        self.x = x
        return max(0.0, x.max())

    def backward(self, grad_output):
        return grad_output * (self.x > 0)
