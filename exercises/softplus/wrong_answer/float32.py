"""Title: The result is converted to float32, which loses half of the digits.
Nudge: How many digits does the result have, and how many had the input?
Hint: Keep the dtype of the input: leave out astype(np.float32).
Explanation: float32 holds about 7 digits, float64 about 16. Converting rounds every value by up to 6e-8 of itself.
    NumPy keeps float64 by itself.
Stage: forward
"""

import numpy as np


class Softplus:
    def forward(self, x):
        self.x = x
        return np.logaddexp(0.0, x).astype(np.float32)

    def backward(self, grad_output):
        return grad_output / (1.0 + np.exp(-self.x))
