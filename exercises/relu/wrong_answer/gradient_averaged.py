"""Title: The gradient is divided by the number of elements.
Nudge: How does the gradient of one element change when the array gets twice as long?
Hint: Any mean belongs to the loss and is already part of grad_output.
Explanation: ReLU works on each element by itself, so the gradient of one element doesn't depend on how many there are:
    it is g where x > 0. If the loss is a mean, its 1/N is already in grad_output.
Stage: backward
"""

import numpy as np


class ReLU:
    def forward(self, x):
        self.x = x
        return np.maximum(0.0, x)

    def backward(self, grad_output):
        return grad_output * (self.x > 0) / grad_output.size
