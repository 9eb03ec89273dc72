"""Title: The gradient is divided by the number of elements.
Nudge: How does the gradient of one element change when the array gets twice as long?
Hint: Any mean belongs to the loss and is already part of grad_output.
Explanation: ELU works on each element by itself, so the gradient of one element doesn't depend on how many there are.
    If the loss is a mean, its 1/N is already in grad_output.
Stage: backward
"""

import numpy as np


class ELU:
    def __init__(self, alpha=1.0):
        self.alpha = alpha

    def forward(self, x):
        self.x = x
        self.out = np.where(x > 0, x, self.alpha * (np.exp(x) - 1))
        return self.out

    def backward(self, grad_output):
        slope = np.where(self.x > 0, 1.0, self.alpha * np.exp(self.x))
        return grad_output * slope / grad_output.size
