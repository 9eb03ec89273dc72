"""Title: All layers share one memory: what one layer remembers overwrites that of another.
Nudge: Whose output does backward find when two layers have run forward?
Hint: Keep the output in self, not in the class or in a global variable.
Explanation: Tanh.t belongs to the class, of which there is one; self.t belongs to one layer. With two layers in a
    network, the forward of the second overwrites what the backward of the first needs.
Stage: properties
"""

import numpy as np


class Tanh:
    def forward(self, x):
        Tanh.t = np.tanh(x)
        return Tanh.t

    def backward(self, grad_output):
        return grad_output * (1.0 - Tanh.t**2)
