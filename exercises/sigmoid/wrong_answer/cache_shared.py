"""Title: All layers share one memory: what one layer remembers overwrites that of another.
Hint: Keep the output in self, not in the class or in a global variable.
Stage: properties
"""

import numpy as np


class Sigmoid:
    def forward(self, x):
        Sigmoid.s = 1.0 / (1.0 + np.exp(-x))
        return Sigmoid.s

    def backward(self, grad_output):
        return grad_output * Sigmoid.s * (1.0 - Sigmoid.s)
