"""Title: The gradient is divided by the number of elements.
Nudge: How does the gradient of one element change when the array gets twice as long?
Hint: Any mean belongs to the loss and is already part of grad_output.
Explanation: Leaky ReLU works on each element by itself, so the gradient of one element doesn't depend on how many
    there are. If the loss is a mean, its 1/N is already in grad_output.
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
        slope = np.where(self.x > 0, 1.0, self.negative_slope)
        return grad_output * slope / grad_output.size
