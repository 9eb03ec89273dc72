"""Title: Forward computes the derivative, the sigmoid, instead of softplus.
Nudge: Can an output be larger than 1?
Hint: The sigmoid is for backward; forward is log(1 + exp(x)).
Explanation: 1 / (1 + exp(-x)) levels off at 1, softplus goes on like x. The sigmoid is the slope of softplus, so it
    belongs in backward, times grad_output.
Stage: forward
"""

import numpy as np


class Softplus:
    def forward(self, x):
        self.x = x
        return 1.0 / (1.0 + np.exp(-x))

    def backward(self, grad_output):
        return grad_output / (1.0 + np.exp(-self.x))
