"""Title: All layers share one memory: what one layer remembers overwrites that of another.
Hint: Keep the mask in self, not in the class or in a global variable.
Stage: properties
"""

import numpy as np


class ReLU:
    def forward(self, x):
        ReLU.mask = x > 0
        return x * ReLU.mask

    def backward(self, grad_output):
        return grad_output * ReLU.mask
