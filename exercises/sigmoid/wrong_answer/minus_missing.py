"""Title: The minus sign in the exponent is missing: the function falls instead of rising.
Nudge: Is the output for a large positive x near 0 or near 1?
Hint: Write np.exp(-x), so that large x gives values near 1.
Explanation: 1 / (1 + exp(x)) is sigmoid(-x) = 1 - sigmoid(x): it falls from 1 to 0. The sigmoid rises from 0 to 1, and
    its exponent has a minus: 1 / (1 + exp(-x)).
Stage: forward
"""

import numpy as np


class Sigmoid:
    def forward(self, x):
        self.s = 1.0 / (1.0 + np.exp(x))
        return self.s

    def backward(self, grad_output):
        return grad_output * self.s * (1.0 - self.s)
