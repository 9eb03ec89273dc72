"""Title: The derivative is computed with large exponentials and becomes nan for large numbers.
Nudge: What are the numerator and the denominator in backward for x = 1000?
Hint: np.exp(1000) is infinite. The output never is: use 1 - t * t.
Explanation: 4 exp(2x) / (exp(2x) + 1)² is right on paper, but for x = 1000 it is infinity / infinity, which is nan. 1
    - t² has only numbers between -1 and 1 in it, so it can't overflow.
Stage: properties
"""

import numpy as np


class Tanh:
    def forward(self, x):
        self.x = x
        return np.tanh(x)

    def backward(self, grad_output):
        e = np.exp(2.0 * self.x)
        return grad_output * 4.0 * e / (e + 1.0) ** 2
