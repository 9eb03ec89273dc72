"""Title: The exponential in backward is taken of the output instead of the input.
Nudge: Which of the stored arrays belongs in the exponent?
Hint: The derivative is alpha * exp(x), with the input: or out + alpha, with the output.
Explanation: On the negative side out lies between -alpha and 0, so exp(out) never fades, while exp(x) does. Keep x for
    alpha exp(x), or use out + alpha.
Stage: backward
"""

import numpy as np


class ELU:
    def __init__(self, alpha=1.0):
        self.alpha = alpha

    def forward(self, x):
        self.x = x
        self.out = np.where(x > 0, x, self.alpha * (np.exp(x) - 1))
        return self.out

    def backward(self, grad_output):
        return grad_output * np.where(self.x > 0, 1.0, self.alpha * np.exp(self.out))
