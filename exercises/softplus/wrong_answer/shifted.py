"""Title: log(2) is subtracted, so that the output is 0 at x = 0.
Nudge: Is the output ever negative?
Hint: Softplus is log(1 + exp(x)), which is positive everywhere and log(2) at x = 0.
Explanation: Softplus minus log(2) is the shifted softplus of some networks for molecules. A constant doesn't change
    the derivative, so backward alone can't tell. Here nothing is subtracted.
Stage: forward
"""

import numpy as np


class Softplus:
    def forward(self, x):
        self.x = x
        return np.logaddexp(0.0, x) - np.log(2.0)

    def backward(self, grad_output):
        return grad_output / (1.0 + np.exp(-self.x))
