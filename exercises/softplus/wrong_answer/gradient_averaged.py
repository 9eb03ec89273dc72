"""Title: The gradient is divided by the number of elements.
Nudge: How does the gradient of one element change when the array gets twice as long?
Hint: Any mean belongs to the loss and is already part of grad_output.
Explanation: Softplus works on each element by itself, so the gradient of one element doesn't depend on how many there
    are. If the loss is a mean, its 1/N is already in grad_output.
Stage: backward
"""

import numpy as np


class Softplus:
    def forward(self, x):
        self.x = x
        return np.logaddexp(0.0, x)

    def backward(self, grad_output):
        return grad_output / (1.0 + np.exp(-self.x)) / grad_output.size
