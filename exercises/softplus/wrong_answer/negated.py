"""Title: backward has the wrong sign everywhere.
Nudge: Does the output rise or fall when x grows?
Hint: Softplus rises everywhere: the derivative is +1 / (1 + exp(-x)).
Explanation: d/dx log(1 + exp(x)) = exp(x) / (1 + exp(x)) = 1 / (1 + exp(-x)), which is positive. The minus in the
    exponent of the sigmoid stays in the exponent: there is none in front.
Stage: backward
"""

import numpy as np


class Softplus:
    def forward(self, x):
        self.x = x
        return np.logaddexp(0.0, x)

    def backward(self, grad_output):
        return -grad_output / (1.0 + np.exp(-self.x))
