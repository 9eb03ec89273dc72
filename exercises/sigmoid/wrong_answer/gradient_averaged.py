"""Title: The gradient is divided by the number of elements.
Nudge: How does the gradient of one element change when the array gets twice as long?
Hint: Any mean belongs to the loss and is already part of grad_output.
Explanation: The sigmoid works on each element by itself, so the gradient of one element doesn't depend on how many
    there are: it is g s (1 - s). If the loss is a mean, its 1/N is already in grad_output.
Stage: backward
"""

import numpy as np


class Sigmoid:
    def forward(self, x):
        self.s = 1.0 / (1.0 + np.exp(-x))
        return self.s

    def backward(self, grad_output):
        return grad_output * self.s * (1.0 - self.s) / grad_output.size
