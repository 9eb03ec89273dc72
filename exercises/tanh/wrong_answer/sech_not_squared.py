"""Title: The derivative 1 / cosh(x) is not squared.
Nudge: What does the quotient rule do with the denominator of sinh / cosh?
Hint: By the quotient rule the derivative of sinh / cosh is 1 / cosh², which is 1 - t * t.
Explanation: (sinh / cosh)' = (cosh² - sinh²) / cosh² = 1 / cosh². Without the square the gradient is the square root
    of what it should be, right at x = 0 alone. With the output it is simply 1 - t².
Stage: backward
"""

import numpy as np


class Tanh:
    def forward(self, x):
        self.x = x
        return np.tanh(x)

    def backward(self, grad_output):
        return grad_output / np.cosh(self.x)
