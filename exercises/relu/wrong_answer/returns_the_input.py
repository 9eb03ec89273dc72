"""Title: backward returns the input where it was positive, not the gradient.
Nudge: Of which quantity is the result made when x is 3 and the upstream gradient 0.7?
Hint: The gate lets the upstream gradient through: multiply the mask by grad_output, not by x.
Explanation: The gradient says how the loss changes with x: g where the gate is open. x * mask is the output once more.
    Multiply the mask by grad_output: for x = 3 and g = 0.7 the result is 0.7, not 3.
Stage: backward
"""

import numpy as np


class ReLU:
    def forward(self, x):
        self.x = x
        return np.maximum(0.0, x)

    def backward(self, grad_output):
        return self.x * (self.x > 0)
