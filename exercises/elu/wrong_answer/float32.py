"""Title: The result is converted to float32, which loses half of the digits.
Nudge: How many digits does the result have, and how many had the input?
Hint: Keep the dtype of the input: leave out astype(np.float32).
Explanation: float32 holds about 7 digits, float64 about 16. Converting rounds every value by up to 6e-8 of itself.
    NumPy keeps float64 by itself.
Stage: forward
"""

import numpy as np


class ELU:
    def __init__(self, alpha=1.0):
        self.alpha = alpha

    def forward(self, x):
        self.x = x
        return np.where(x > 0, x, self.alpha * (np.exp(x) - 1)).astype(np.float32)

    def backward(self, grad_output):
        return grad_output * np.where(self.x > 0, 1.0, self.alpha * np.exp(self.x))
