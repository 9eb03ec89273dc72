"""Title: The exponent has a minus: log(1 + exp(-x)) falls instead of rising.
Nudge: Does the output rise or fall when x grows?
Hint: Softplus is log(1 + exp(x)).
Explanation: log(1 + exp(-x)) is softplus(-x), the mirror image. The minus is in the sigmoid, 1 / (1 + exp(-x)), which
    is the derivative; softplus itself has +x.
Stage: forward
"""

import numpy as np


class Softplus:
    def forward(self, x):
        self.x = x
        return np.logaddexp(0.0, -x)

    def backward(self, grad_output):
        return -grad_output / (1.0 + np.exp(self.x))
