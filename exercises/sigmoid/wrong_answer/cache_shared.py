"""Title: All layers share one memory: what one layer remembers overwrites that of another.
Nudge: Whose output does backward find when two layers have run forward?
Hint: Keep the output in self, not in the class or in a global variable.
Explanation: Sigmoid.s belongs to the class, of which there is one; self.s belongs to one layer. With two layers in a
    network, the forward of the second overwrites what the backward of the first needs.
Stage: properties
"""

import numpy as np


class Sigmoid:
    def forward(self, x):
        Sigmoid.s = 1.0 / (1.0 + np.exp(-x))
        return Sigmoid.s

    def backward(self, grad_output):
        return grad_output * Sigmoid.s * (1.0 - Sigmoid.s)
