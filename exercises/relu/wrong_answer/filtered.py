"""Title: forward returns only the positive numbers, in an array of another shape.
Nudge: Which shape does the output have, and which does x have?
Hint: x[x > 0] leaves elements out. The output has the shape of x, with zeros where x is negative.
Explanation: x[x > 0] picks the positive elements into a shorter array of one axis, and nobody knows any more where
    they stood. Zeros must stay in their places: np.maximum(0, x) or np.where(x > 0, x, 0).
Stage: forward
"""

import numpy as np


class ReLU:
    def forward(self, x):
        self.x = x
        return x[x > 0]

    def backward(self, grad_output):
        return grad_output * (self.x > 0)
