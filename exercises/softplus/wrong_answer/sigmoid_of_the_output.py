"""Title: The sigmoid in backward is taken of the output instead of the input.
Nudge: Which of the two arrays belongs in the sigmoid?
Hint: The derivative of softplus is the sigmoid of the input: keep x.
Explanation: The output y is positive, so sigmoid(y) is at least one half, while the slope goes to 0 on the left. Use
    sigmoid(x); with the output the slope is 1 - exp(-y).
Stage: backward
"""

import numpy as np


class Softplus:
    def forward(self, x):
        self.out = np.logaddexp(0.0, x)
        return self.out

    def backward(self, grad_output):
        return grad_output / (1.0 + np.exp(-self.out))
