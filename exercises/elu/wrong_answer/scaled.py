"""Title: The output is multiplied by a scale of 1.0507, as in SELU.
Nudge: What should the output be for x = 3, exactly?
Hint: That is SELU; ELU has no factor in front of both sides.
Explanation: SELU is 1.0507 times ELU with alpha = 1.6733, so that activations keep mean 0 and variance 1. ELU itself
    gives x where x > 0, with slope 1.
Stage: forward
"""

import numpy as np


class ELU:
    def __init__(self, alpha=1.0):
        self.alpha = alpha

    def forward(self, x):
        self.x = x
        return 1.0507 * np.where(x > 0, x, self.alpha * (np.exp(x) - 1))

    def backward(self, grad_output):
        return grad_output * 1.0507 * np.where(self.x > 0, 1.0, self.alpha * np.exp(self.x))
