"""Title: The gate is taken from the sign of the gradient instead of the input.
Hint: Whether the gate is open was decided in forward, by the sign of x: keep it there.
Stage: backward
"""

import numpy as np


class ReLU:
    def forward(self, x):
        self.x = x
        return np.maximum(0.0, x)

    def backward(self, grad_output):
        return np.maximum(0.0, grad_output)
