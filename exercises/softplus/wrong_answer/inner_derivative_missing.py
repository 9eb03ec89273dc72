"""Title: The gradient is 1 / (1 + exp(x)), the sigmoid of -x.
Nudge: Is the slope of softplus for large x near 1 or near 0?
Hint: The derivative is the sigmoid of x: 1 / (1 + exp(-x)).
Explanation: The derivative of log(u) is u'/u: with u = 1 + exp(x) that is exp(x) / (1 + exp(x)). Without the inner
    derivative exp(x), 1 / (1 + exp(x)) is left, which is sigmoid(-x). The right one is 1 / (1 + exp(-x)).
Stage: backward
"""

import numpy as np


class Softplus:
    def forward(self, x):
        self.x = x
        return np.logaddexp(0.0, x)

    def backward(self, grad_output):
        return grad_output / (1.0 + np.exp(self.x))
