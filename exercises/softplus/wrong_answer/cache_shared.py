"""Title: All layers share one memory: what one layer remembers overwrites that of another.
Nudge: Whose input does backward find when two layers have run forward?
Hint: Keep the input in self, not in the class or in a global variable.
Explanation: Softplus.x belongs to the class, of which there is one; self.x belongs to one layer. With two layers in a
    network, the forward of the second overwrites what the backward of the first needs.
Stage: properties
"""

import numpy as np


class Softplus:
    def forward(self, x):
        Softplus.x = x
        return np.logaddexp(0.0, x)

    def backward(self, grad_output):
        return grad_output / (1.0 + np.exp(-Softplus.x))
