"""Title: The gradient is divided by the number of elements.
Nudge: How does the gradient of one element change when the array gets twice as long?
Hint: Any mean belongs to the loss and is already part of grad_output.
Explanation: tanh works on each element by itself, so the gradient of one element doesn't depend on how many there are:
    it is g (1 - t²). If the loss is a mean, its 1/N is already in grad_output.
Stage: backward
"""

import numpy as np


class Tanh:
    def forward(self, x):
        self.t = np.tanh(x)
        return self.t

    def backward(self, grad_output):
        return grad_output * (1.0 - self.t**2) / grad_output.size
