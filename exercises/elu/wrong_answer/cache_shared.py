"""Title: All layers share one memory: what one layer remembers overwrites that of another.
Nudge: Whose input does backward find when two layers have run forward?
Hint: Keep the input in self, not in the class or in a global variable.
Explanation: ELU.x belongs to the class, of which there is one; self.x belongs to one layer. With two layers in a
    network, the forward of the second overwrites what the backward of the first needs.
Stage: properties
"""

import numpy as np


class ELU:
    def __init__(self, alpha=1.0):
        self.alpha = alpha

    def forward(self, x):
        ELU.x = x
        return np.where(x > 0, x, self.alpha * (np.exp(x) - 1))

    def backward(self, grad_output):
        return grad_output * np.where(ELU.x > 0, 1.0, self.alpha * np.exp(ELU.x))
