"""Title: The gate is taken from the sign of the gradient instead of the input.
Nudge: Who decides whether the gate is open: forward or backward?
Hint: Whether the gate is open was decided in forward, by the sign of x: keep it there.
Explanation: max(0, g) looks at the sign of the gradient, but the derivative of ReLU depends on x alone: 1 where x > 0
    and 0 where x < 0. Keep x or the mask in forward, and return grad_output * (x > 0).
Stage: backward
"""

import numpy as np


class ReLU:
    def forward(self, x):
        self.x = x
        return np.maximum(0.0, x)

    def backward(self, grad_output):
        return np.maximum(0.0, grad_output)
