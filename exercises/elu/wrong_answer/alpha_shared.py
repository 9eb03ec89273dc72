"""Title: All layers share one alpha: that of the layer built last.
Nudge: Which alpha has the first layer after a second one was built?
Hint: Keep alpha in self, not in the class or in a global variable.
Explanation: ELU.alpha = … sets an attribute of the class, which every layer sees. ELU(0.5) and ELU(2.0) then both have
    2.0. self.alpha belongs to one layer.
Stage: properties
"""

import numpy as np


class ELU:
    def __init__(self, alpha=1.0):
        ELU.alpha = alpha

    def forward(self, x):
        self.x = x
        self.out = np.where(x > 0, x, self.alpha * (np.exp(x) - 1))
        return self.out

    def backward(self, grad_output):
        return grad_output * np.where(self.x > 0, 1.0, self.alpha * np.exp(self.x))
