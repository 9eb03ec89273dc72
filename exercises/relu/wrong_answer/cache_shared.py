"""Title: All layers share one memory: what one layer remembers overwrites that of another.
Nudge: Whose mask does backward find when two layers have run forward?
Hint: Keep the mask in self, not in the class or in a global variable.
Explanation: ReLU.mask belongs to the class, of which there is one; self.mask belongs to one layer. With two layers in
    a network, the forward of the second overwrites the mask that the backward of the first needs.
Stage: properties
"""

import numpy as np


class ReLU:
    def forward(self, x):
        ReLU.mask = x > 0
        return x * ReLU.mask

    def backward(self, grad_output):
        return grad_output * ReLU.mask
