"""Title: The gradient passes everywhere, also where the input was negative.
Nudge: What is the gradient of an output that doesn't change at all?
Hint: Where x < 0 the output does not depend on x, so the gradient there is 0.
Explanation: Where x < 0 the output is 0 whatever x is, so nothing flows back there. Only where x > 0 does the gradient
    pass: grad_output * (x > 0).
Stage: backward
"""

import numpy as np


class ReLU:
    def forward(self, x):
        self.x = x
        return np.maximum(0.0, x)

    def backward(self, grad_output):
        return grad_output
